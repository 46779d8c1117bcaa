// The credentials of a role, fetched from the simulator's endpoints, which share no code with what asks them.
#include <gtest/gtest.h>

#include "http/request_head.hpp"
#include "providers/aws/role_credentials.hpp"
#include "providers/aws/role_source.hpp"
#include "simulate/bedrock/role.hpp"
#include "simulate/bedrock/signature.hpp"

namespace parley::providers::aws {
namespace {

constexpr UnixSeconds now = 1790000000;
constexpr UnixSeconds six_hours = 6 * 3600;

simulate::bedrock::RoleAnswer ask(const TokenRequest& request) {
    const http::Limits limits;
    http::RequestHeadReader reader(limits);
    http::RequestHead head;
    const std::string bytes = request.head + "\r\n";
    EXPECT_EQ(reader.look(bytes, head), http::Progress::complete) << request.head;
    return simulate::bedrock::answer_role(head, now);
}

/// Asks until there is a token, or an error.
Result<Token> fetch(const TokenSource& source) {
    TokenRequest request = source.request(now);
    for (int step = 0; step < token_steps_max; ++step) {
        const simulate::bedrock::RoleAnswer answer = ask(request);
        Result<TokenStep> read = source.read(request, answer.status, answer.body, now);
        if (!read) return read.error();
        if (auto* const token = std::get_if<Token>(&*read)) return std::move(*token);
        request = std::move(std::get<TokenRequest>(*read));
    }
    return Error{.message = "no token after so many steps"};
}

std::unique_ptr<const TokenSource> instance(const char* url = "http://169.254.169.254") {
    return std::move(*make_instance_role_source(url, "parley/0.1.0"));
}

std::unique_ptr<const TokenSource> container(std::string_view authorization = simulate::bedrock::container_authorization,
                                             const char* url = "http://169.254.170.2/container/role") {
    return std::move(*make_container_role_source(url, Secret(std::string(authorization)), "parley/0.1.0"));
}

void expect_role(const Result<Token>& token) {
    ASSERT_TRUE(token) << token.error().message;
    EXPECT_EQ(token->expires, now + six_hours);
    const Credentials credentials = credentials_in(token->text);
    EXPECT_EQ(credentials.access_key_id.reveal(), simulate::bedrock::role_keys.access_key_id);
    EXPECT_EQ(credentials.secret_access_key.reveal(), simulate::bedrock::role_keys.secret_access_key);
    EXPECT_EQ(credentials.session_token.reveal(), simulate::bedrock::role_keys.session);
}

TEST(InstanceRole, is_given_credentials_after_a_session_and_a_name) { expect_role(fetch(*instance())); }

TEST(InstanceRole, asks_below_the_path_that_is_configured) {
    EXPECT_TRUE(instance("http://127.0.0.1:9/short")
                    ->request(now)
                    .head.starts_with("PUT /short/latest/api/token HTTP/1.1\r\nhost: 127.0.0.1:9\r\n"));
}

TEST(InstanceRole, says_whether_there_is_none_or_nobody_answers) {
    EXPECT_EQ(fetch(*instance("http://h/none")).error().kind, ErrorKind::unauthenticated);
    EXPECT_EQ(fetch(*instance("http://h/down")).error().kind, ErrorKind::upstream_unavailable);
}

TEST(InstanceRole, puts_nothing_into_a_request_that_could_change_it) {
    const auto source = instance();
    const TokenRequest first = source->request(now);
    for (const char* const session : {"", "a b", "a\r\nx: y"}) EXPECT_FALSE(source->read(first, 200, session, now)) << session;
    const TokenRequest second = std::get<TokenRequest>(*source->read(first, 200, "session", now));
    const std::string long_name(65, 'r');
    for (const char* const name : {"", "../../user-data", "a b", "a?b", long_name.c_str()})
        EXPECT_FALSE(source->read(second, 200, name, now)) << name;
    const TokenRequest third = std::get<TokenRequest>(*source->read(second, 200, "role-1\nrole-2", now));
    EXPECT_NE(third.head.find("GET /latest/meta-data/iam/security-credentials/role-1 HTTP/1.1\r\n"), std::string::npos);
}

TEST(ContainerRole, is_given_credentials_at_once) { expect_role(fetch(*container())); }

TEST(ContainerRole, that_shows_the_wrong_thing_is_refused) {
    EXPECT_EQ(fetch(*container("another")).error().kind, ErrorKind::unauthenticated);
    EXPECT_FALSE(make_container_role_source("http://h", Secret("a\r\nb"), "parley/0.1.0")) << "what no header may hold";
}

TEST(RoleCredentials, are_whole_or_none) {
    const std::string whole = R"({"AccessKeyId":"A","SecretAccessKey":"S","Token":"T","Expiration":"2026-09-21T16:53:20Z"})";
    ASSERT_TRUE(read_role_credentials(whole));
    for (const std::string_view part : {"\"A\"", "\"S\"", "\"T\"", "\"2026-09-21T16:53:20Z\""}) {
        std::string broken = whole;
        broken.replace(broken.find(part), part.size(), "\"\"");
        EXPECT_EQ(read_role_credentials(broken).error().kind, ErrorKind::upstream_error) << broken;
    }
    EXPECT_EQ(read_role_credentials("<html>").error().kind, ErrorKind::upstream_error);
    EXPECT_EQ(read_role_credentials(R"({"Code":"AssumeRoleUnauthorizedAccess","Message":"..."})").error().kind, ErrorKind::unauthenticated);
}

TEST(RoleSource, drops_credentials_that_aws_no_longer_knows_and_no_others) {
    const auto source = instance();
    EXPECT_TRUE(source->is_refusal(403, "ExpiredTokenException:http://internal.amazon.com/coral/com.amazon.coral.service/"));
    EXPECT_TRUE(source->is_refusal(403, "UnrecognizedClientException"));
    EXPECT_FALSE(source->is_refusal(403, "AccessDeniedException")) << "a model that this role may not use";
    EXPECT_FALSE(source->is_refusal(400, "ExpiredTokenException"));
}

}  // namespace
}  // namespace parley::providers::aws
