// The cases, their keys and their results are AWS's own: "aws-signing-test-suite/v4" of awslabs/aws-c-auth, header-signature.txt.
#include <gtest/gtest.h>

#include "providers/aws/request_signer.hpp"
#include "providers/aws/sigv4.hpp"
#include "providers/provider.hpp"
#include "providers/sha256.hpp"

namespace parley::providers::aws {
namespace {

constexpr UnixSeconds moment = 1440938160;  // 2015-08-30T12:36:00Z

Credentials suite_credentials() {
    return {.access_key_id = Secret("AKIDEXAMPLE"),
            .secret_access_key = Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
            .session_token = Secret()};
}

const Scope suite_scope{"us-east-1", "service"};

struct Vector {
    std::string name;
    std::string_view method = "GET";
    std::string_view path = "/";
    std::string_view query = "";
    std::vector<Field> fields = {};  // beside host and x-amz-date
    std::string_view body = "";
    std::string signature;
};

Message message_of(const Vector& vector) {
    Message message{vector.method, vector.path, vector.query, vector.fields, to_hex(sha256(vector.body))};
    message.fields.push_back({"x-amz-date", print_amz_date(moment)});
    message.fields.push_back({"host", "example.amazonaws.com"});
    return message;
}

std::vector<Vector> suite() {
    const std::string body_hash = "9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e";
    return {
        {.name = "get_vanilla", .signature = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
        {.name = "post_vanilla", .method = "POST", .signature = "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"},
        {.name = "get_header_value_trim",
         .fields = {{"my-header1", "value1"}, {"my-header2", "\"a   b   c\""}},
         .signature = "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"},
        {.name = "get_space", .path = "/example space/", .signature = "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741"},
        {.name = "get_utf8", .path = "/\xe1\x88\xb4", .signature = "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"},
        {.name = "get_vanilla_query_order_key_case",
         .query = "Param2=value2&Param1=value1",
         .signature = "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"},
        {.name = "get_vanilla_with_session_token",
         .fields = {{"x-amz-security-token", "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267"}},
         .signature = "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8"},
        {.name = "post_x_www_form_urlencoded",
         .method = "POST",
         .fields = {{"content-type", "application/x-www-form-urlencoded"}, {"content-length", "13"}, {"x-amz-content-sha256", body_hash}},
         .body = "Param1=value1",
         .signature = "d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b"},
    };
}

class SigV4Suite : public testing::TestWithParam<Vector> {};

TEST_P(SigV4Suite, signs_as_aws_does) {
    const std::string authorization = sign(message_of(GetParam()), suite_credentials(), suite_scope, moment);
    EXPECT_TRUE(
        authorization.starts_with("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders="));
    EXPECT_TRUE(authorization.ends_with(", Signature=" + GetParam().signature)) << authorization;
}

INSTANTIATE_TEST_SUITE_P(AwsSigningTestSuite, SigV4Suite, testing::ValuesIn(suite()), [](const auto& info) { return info.param.name; });

TEST(SigV4, canonical_request_is_that_of_the_suite) {
    EXPECT_EQ(canonical_request(message_of(suite()[2])),
              "GET\n/\n\nhost:example.amazonaws.com\nmy-header1:value1\nmy-header2:\"a b c\"\nx-amz-date:20150830T123600Z\n\n"
              "host;my-header1;my-header2;x-amz-date\ne3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(SigV4, a_path_that_is_encoded_already_is_encoded_again) {
    const Message message{"POST", "/model/a%3A0/converse", "", {{"host", "h"}}, "x"};
    EXPECT_TRUE(canonical_request(message).starts_with("POST\n/model/a%253A0/converse\n\nhost:h\n"));
}

UpstreamRequest sample_request() {
    UpstreamRequest request;
    request.head =
        "POST /model/m%3A0/converse HTTP/1.1\r\nhost: bedrock-runtime.eu-west-1.amazonaws.com\r\n"
        "content-type: application/json\r\nuser-agent: parley/test\r\n";
    request.body = {"{\"messages\":", "[]}"};
    request.body_bytes = 15;
    return request;
}

TEST(RequestSigner, names_what_it_signed_and_no_field_that_a_proxy_may_change) {
    const RequestSigner signer(suite_credentials(), {"eu-west-1", "bedrock"});
    const std::string fields = signer.fields(sample_request(), Secret(), moment);
    EXPECT_TRUE(
        fields.starts_with("x-amz-date: 20150830T123600Z\r\nauthorization: AWS4-HMAC-SHA256 "
                           "Credential=AKIDEXAMPLE/20150830/eu-west-1/bedrock/aws4_request, "
                           "SignedHeaders=content-type;host;x-amz-date, Signature="))
        << fields;
    EXPECT_TRUE(fields.ends_with("\r\n"));
    EXPECT_EQ(fields.find("wJalrXUtnFEMI"), std::string::npos);
}

TEST(RequestSigner, signs_the_same_as_over_one_slice_and_otherwise_at_another_time) {
    const RequestSigner signer(suite_credentials(), {"eu-west-1", "bedrock"});
    UpstreamRequest one_slice = sample_request();
    one_slice.body = {"{\"messages\":[]}"};
    EXPECT_EQ(signer.fields(sample_request(), Secret(), moment), signer.fields(one_slice, Secret(), moment));
    EXPECT_NE(signer.fields(sample_request(), Secret(), moment), signer.fields(sample_request(), Secret(), moment + 1));
    one_slice.body = {"{\"messages\":[ ]}"};
    EXPECT_NE(signer.fields(sample_request(), Secret(), moment), signer.fields(one_slice, Secret(), moment));
}

TEST(RequestSigner, shows_and_signs_the_token_of_a_session) {
    Credentials credentials = suite_credentials();
    credentials.session_token = Secret("token-1");
    const std::string fields = RequestSigner(credentials, {"eu-west-1", "bedrock"}).fields(sample_request(), Secret(), moment);
    EXPECT_NE(fields.find("x-amz-security-token: token-1\r\n"), std::string::npos);
    EXPECT_NE(fields.find("SignedHeaders=content-type;host;x-amz-date;x-amz-security-token,"), std::string::npos);
}

}  // namespace
}  // namespace parley::providers::aws
