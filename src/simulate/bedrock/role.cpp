#include "simulate/bedrock/role.hpp"

#include "base/calendar_date.hpp"
#include "json/write.hpp"
#include "simulate/bedrock/signature.hpp"

namespace parley::simulate::bedrock {
namespace {

constexpr std::string_view session_path = "/latest/api/token";
constexpr std::string_view roles_path = "/latest/meta-data/iam/security-credentials/";
constexpr std::string_view container_path = "/container/role";
constexpr std::string_view role_name = "simulated.role@gateway";
constexpr std::string_view session = "AQAEAsimulated==";
constexpr std::int64_t usual_seconds = 6 * 3600;
constexpr std::int64_t short_seconds = 60;

bool holds(std::string_view path, std::string_view part) { return path.find(part) != path.npos; }

RoleAnswer credentials(std::string_view path, std::int64_t now) {
    RoleAnswer answer;
    json::ObjectWriter body(answer.body);
    body.string("Code", "Success");
    body.string("LastUpdated", print_moment(now));
    body.string("Type", "AWS-HMAC");
    body.string("AccessKeyId", role_keys.access_key_id);
    body.string("SecretAccessKey", role_keys.secret_access_key);
    body.string("Token", role_keys.session);
    body.string("Expiration", print_moment(now + (path.starts_with("/short") ? short_seconds : usual_seconds)));
    body.close();
    return answer;
}

}  // namespace

bool is_role_path(std::string_view path) {
    return path.ends_with(session_path) || holds(path, roles_path) || path.ends_with(container_path);
}

RoleAnswer answer_role(const http::RequestHead& head, std::int64_t now) {
    const std::string_view path = head.target.path;
    if (path.starts_with("/down")) return {503, "as it was told to be"};
    if (path.ends_with(container_path)) {
        if (head.method != http::Method::get) return {405, {}};
        const bool is_known = head.fields.find("authorization") == container_authorization;
        return is_known ? credentials(path, now) : RoleAnswer{401, "no such pod"};
    }
    if (path.ends_with(session_path)) {
        const bool is_asked_well = head.method == http::Method::put && !head.fields.find("x-aws-ec2-metadata-token-ttl-seconds").empty();
        return is_asked_well ? RoleAnswer{200, std::string(session)} : RoleAnswer{400, {}};
    }
    if (head.method != http::Method::get || head.fields.find("x-aws-ec2-metadata-token") != session) return {401, {}};
    if (path.starts_with("/none")) return {404, "no role"};
    if (path.ends_with(roles_path)) return {200, std::string(role_name)};
    return path.ends_with(std::string(roles_path).append(role_name)) ? credentials(path, now) : RoleAnswer{404, {}};
}

}  // namespace parley::simulate::bedrock
