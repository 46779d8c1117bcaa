#include "json/splice.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "json/write.hpp"

namespace parley::json {

void Splice::replace(Value value, std::string json) {
    assert(value);
    replacements_.push_back({value, std::move(json)});
}

bool Splice::replace(std::string_view name, std::string json) {
    const Member member = find(name);
    if (!member.value) return false;
    replace(member.value, std::move(json));
    return true;
}

bool Splice::remove(std::string_view name) {
    const Member member = find(name);
    if (!member.value) return false;
    remove(member);
    return true;
}

bool Splice::remove_from(Value object, std::initializer_list<std::string_view> names) {
    const auto is_named = [names](const Member& member) {
        return std::any_of(names.begin(), names.end(), [&](std::string_view name) { return member.key.equals(name); });
    };
    bool any = false;
    bool kept = false;                      // a member that stays, so far
    std::size_t end = std::string::npos;    // of the member before, whose comma goes
    std::size_t front = std::string::npos;  // of removed members at the front: the comma behind them goes
    for (const Member member : object.members()) {
        const bool goes = is_named(member);
        if (goes && kept) cuts_.emplace_back(end, member.end());
        if (goes && !kept && front == std::string::npos) front = member.begin();
        if (!goes && front != std::string::npos) cuts_.emplace_back(std::exchange(front, std::string::npos), member.begin());
        any = any || goes;
        kept = kept || !goes;
        end = member.end();
    }
    if (front != std::string::npos) cuts_.emplace_back(front, end);  // none stays
    return any;
}

void Splice::append_to(Value object, std::string_view name, std::string_view json) {
    assert(object.size() > 0 && !object.find(name));
    std::string member = ",";
    append_string(member, name);
    member += ':';
    member += json;
    insertions_.emplace_back(object.end() - 1, std::move(member));
}

void Splice::append(std::string_view name, std::string_view json) {
    assert(document_.root().is(Kind::object));
    assert(!find(name).value);
    assert(std::find(appended_names_.begin(), appended_names_.end(), name) == appended_names_.end());
    appended_names_.emplace_back(name);
    appended_ += ',';
    append_string(appended_, name);
    appended_ += ':';
    appended_ += json;
}

void Splice::set(std::string_view name, std::string json) {
    if (const Member member = find(name); member.value) {
        replace(member.value, std::move(json));
    } else {
        append(name, json);
    }
}

std::vector<std::string_view> Splice::slices() const& {
    std::vector<Edit> edits;
    for (const auto& [value, json] : replacements_) edits.push_back({value.begin(), value.end(), json});
    for (const auto& [begin, end] : cuts_) edits.push_back({begin, end, {}});
    for (const auto& [at, member] : insertions_) edits.push_back({at, at, member});
    edit_members(edits);
    std::sort(edits.begin(), edits.end(),
              [](const Edit& one, const Edit& other) { return std::pair(one.begin, one.end) < std::pair(other.begin, other.end); });

    const std::string_view text = document_.text();
    std::vector<std::string_view> slices;
    const auto put = [&slices](std::string_view slice) {
        if (!slice.empty()) slices.push_back(slice);
    };
    std::size_t at = 0;
    for (const Edit& edit : edits) {
        assert(edit.begin >= at);  // else it overlaps the one before
        put(text.substr(at, edit.begin - at));
        put(edit.json);
        at = edit.end;
    }
    put(text.substr(at));
    return slices;
}

std::string Splice::join() const {
    const std::vector<std::string_view> slices = this->slices();
    std::size_t bytes = 0;
    for (const std::string_view slice : slices) bytes += slice.size();
    std::string joined;
    joined.reserve(bytes);
    for (const std::string_view slice : slices) joined += slice;
    return joined;
}

// A removed member takes one comma with it: the one before, if a member that stays stands before; else the one after.
// What is appended goes behind the last member, removed or not.
void Splice::edit_members(std::vector<Edit>& edits) const {
    if (removed_.empty() && appended_.empty()) return;
    const Value object = document_.root();
    std::size_t kept = 0;                  // members that stay, so far
    std::size_t end = object.begin() + 1;  // of the last member, so far; or behind the bracket
    std::size_t cut = std::string::npos;   // where the removed members at the front begin, if that is where we are
    for (const Member member : object.members()) {
        if (!is_removed(member)) {
            if (cut != std::string::npos) edits.push_back({cut, member.begin(), {}});
            cut = std::string::npos;
            ++kept;
        } else if (kept > 0) {
            edits.push_back({end, member.end(), {}});
        } else if (cut == std::string::npos) {
            cut = member.begin();
        }
        end = member.end();
    }
    if (cut != std::string::npos) edits.push_back({cut, end, {}});

    const std::size_t first_comma = kept == 0 && !appended_.empty() ? 1 : 0;
    edits.push_back({end, end, std::string_view(appended_).substr(first_comma)});
}

bool Splice::is_removed(const Member& member) const {
    return std::find(removed_.begin(), removed_.end(), member.begin()) != removed_.end();
}

// The member of that name, unless it was removed.
Member Splice::find(std::string_view name) const {
    for (const Member member : document_.root().members()) {
        if (member.key.equals(name) && !is_removed(member)) return member;
    }
    return {};
}

}  // namespace parley::json
