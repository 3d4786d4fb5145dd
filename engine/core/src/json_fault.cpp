#include <engine/core/json_fault.hpp>

#include <algorithm>

#include <nlohmann/json.hpp>

namespace tonus {
namespace {

using Json = nlohmann::json;
constexpr int kNumberOutOfRange = 406;  // the library's documented number for it

/// What the parser says after its own name and position: "syntax error while …".
std::string essence(std::string_view what) {
  if (const auto mark = what.find("column "); mark != std::string_view::npos) {
    if (const auto colon = what.find(": ", mark); colon != std::string_view::npos) what.remove_prefix(colon + 2);
  }
  std::string line(what);
  std::ranges::replace_if(
      line, [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  return line;
}

/// Takes everything, keeps nothing, notes where it went wrong.
class Finder final : public nlohmann::json_sax<Json> {
 public:
  explicit Finder(std::size_t size) : size_(size) {}
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return true; }
  bool key(string_t&) override { return true; }
  bool end_object() override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t position, const std::string& token, const Json::exception& error) override {
    if (error.id == kNumberOutOfRange) {
      fault = JsonFault{position - std::min(position, token.size()), "a number too large to be held"};
    } else if (position > size_) {
      fault = JsonFault{size_, "not JSON: expected more text, the file ends here"};
    } else {
      fault = JsonFault{position > 0 ? position - 1 : 0, "not JSON: " + essence(error.what())};
    }
    return false;
  }

  std::optional<JsonFault> fault;

 private:
  std::size_t size_;
};

}  // namespace

std::optional<JsonFault> json_fault(std::string_view text) {
  Finder finder(text.size());
  Json::sax_parse(text, &finder);
  return finder.fault;
}

}  // namespace tonus
