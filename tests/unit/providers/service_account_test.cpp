// Assertions are judged by the simulator's token endpoint, which checks their signature with the public half of a key that is made
// here, and shares no code with what signs them.
#include "providers/google/service_account.hpp"

#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "json/write.hpp"
#include "providers/google/rsa_key.hpp"
#include "simulate/google/tokens.hpp"

namespace parley::providers::google {
namespace {

constexpr UnixSeconds now = 1790000000;

struct KeyPair {
    std::string private_pem;
    std::string public_pem;
};

template <class Write>
std::string print_pem(Write write) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> bytes(BIO_new(BIO_s_mem()), &BIO_free);
    write(bytes.get());
    char* begin = nullptr;
    const long size = BIO_get_mem_data(bytes.get(), &begin);
    return {begin, static_cast<std::size_t>(size)};
}

KeyPair make_pair() {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_RSA_gen(2048), &EVP_PKEY_free);
    return {print_pem([&](BIO* out) { PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr); }),
            print_pem([&](BIO* out) { PEM_write_bio_PUBKEY(out, key.get()); })};
}

const KeyPair& pair() {
    static const KeyPair made = make_pair();
    return made;
}

std::string key_file(const std::string& pem, const std::string& token_uri = "https://oauth2.googleapis.com/token") {
    std::string out;
    json::ObjectWriter file(out);
    file.string("type", "service_account");
    file.string("private_key_id", "k1");
    file.string("private_key", pem);
    file.string("client_email", "parley@p.iam.gserviceaccount.com");
    file.string("token_uri", token_uri);
    file.close();
    return out;
}

Result<Token> read(const TokenSource& source, int status, std::string_view body) {
    Result<TokenStep> step = source.read(source.request(now), status, body, now);
    if (!step) return step.error();
    return std::get<Token>(std::move(*step));
}

std::unique_ptr<const TokenSource> source(const std::string& token_uri = "https://oauth2.googleapis.com/token") {
    return std::move(*make_token_source(key_file(pair().private_pem, token_uri), "parley/0.1.0"));
}

TEST(ServiceAccount, is_given_a_token_for_a_signed_assertion) {
    simulate::google::Tokens endpoint(pair().public_pem);
    const auto account = source();
    const simulate::google::TokenAnswer answer = endpoint.answer("/token", account->request(now).body, now);
    ASSERT_EQ(answer.status, 200) << answer.body;
    const Result<Token> token = read(*account, answer.status, answer.body);
    ASSERT_TRUE(token);
    EXPECT_EQ(token->expires, now + 3600);
    EXPECT_FALSE(endpoint.deny("Bearer " + std::string(token->text.reveal()), now + 3599));
    EXPECT_TRUE(endpoint.deny("Bearer " + std::string(token->text.reveal()), now + 3600)) << "and no longer than an hour";
}

TEST(ServiceAccount, another_key_s_assertion_is_refused_and_so_is_an_old_one) {
    simulate::google::Tokens stranger(make_pair().public_pem);
    const auto account = source();
    const simulate::google::TokenAnswer refused = stranger.answer("/token", account->request(now).body, now);
    EXPECT_EQ(refused.status, 400);
    const Result<Token> token = read(*account, refused.status, refused.body);
    ASSERT_FALSE(token);
    EXPECT_EQ(token.error().kind, ErrorKind::unauthenticated) << "we are, to the provider";
    EXPECT_EQ(token.error().upstream_status, 400);
    EXPECT_EQ(token.error().message, "the provider gives no token: Invalid JWT Signature.");
    simulate::google::Tokens endpoint(pair().public_pem);
    EXPECT_EQ(endpoint.answer("/token", account->request(now).body, now + 3601).status, 400);
}

TEST(ServiceAccount, asks_at_its_token_uri) {
    EXPECT_FALSE(make_token_source(key_file(pair().private_pem, "nowhere"), "p"));
    const auto plain = source("http://127.0.0.1:9000/token");
    EXPECT_EQ(plain->place().host, "127.0.0.1");
    EXPECT_TRUE(
        plain->request(now).head.starts_with("POST /token HTTP/1.1\r\nhost: 127.0.0.1:9000\r\n"
                                             "content-type: application/x-www-form-urlencoded\r\n"));
    EXPECT_TRUE(plain->request(now).body.starts_with("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=ey"));
}

TEST(ServiceAccount, refuses_files_that_are_no_key_and_quotes_nothing_of_them) {
    const auto message_of = [](const std::string& file) { return make_token_source(file, "p").error().message; };
    EXPECT_EQ(message_of("secret-text"), "service_account: is not the JSON of a service account");
    EXPECT_EQ(message_of(R"({"type":"authorized_user"})"), "service_account: is not the key of a service account");
    EXPECT_EQ(message_of(R"({"type":"service_account","client_email":"a@b"})"), "service_account: private_key is missing");
    EXPECT_EQ(message_of(key_file("-----BEGIN PRIVATE KEY-----\nsecret\n-----END PRIVATE KEY-----\n")),
              "service_account: the private key is no RSA key in PEM");
}

TEST(ServiceAccount, tells_trouble_from_refusal) {
    const auto account = source();
    EXPECT_EQ(read(*account, 503, "").error().kind, ErrorKind::upstream_unavailable);
    EXPECT_EQ(read(*account, 429, "{}").error().kind, ErrorKind::upstream_unavailable);
    EXPECT_EQ(read(*account, 200, "<html>").error().kind, ErrorKind::upstream_error);
    EXPECT_EQ(read(*account, 200, R"({"access_token":"a\r\nx: y"})").error().kind, ErrorKind::upstream_error);
    EXPECT_EQ(read(*account, 200, R"({"access_token":"t"})")->expires, now + 3600) << "where the answer does not say";
    EXPECT_EQ(read(*account, 200, R"({"access_token":"t","expires_in":9999999})")->expires, now + 3600);
}

TEST(Base64Url, is_that_of_rfc_4648) {
    EXPECT_EQ(base64url(""), "");
    EXPECT_EQ(base64url("f"), "Zg");
    EXPECT_EQ(base64url("fo"), "Zm8");
    EXPECT_EQ(base64url("foob"), "Zm9vYg");
    EXPECT_EQ(base64url("\xfb\xff\xfe"), "-__-");
}

}  // namespace
}  // namespace parley::providers::google
