#include <scenarios/journal/ledger.hpp>

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <sodium.h>

#include <engine/core/file.hpp>

#include "ledger_json.hpp"

namespace tonus::journal {
namespace {

constexpr std::string_view kHashMember = R"(,"hash":")";
constexpr std::size_t kHashDigits = 64;
constexpr std::size_t kTail = kHashMember.size() + kHashDigits + 2;  // and the closing "}
constexpr std::uintmax_t kMostBytes = std::uintmax_t{256} << 20;

std::string hash_of(std::string_view prev_hash, std::string_view body) {
  std::array<unsigned char, kHashDigits / 2> digest{};
  crypto_generichash_state state;
  const auto update = [&](std::string_view part) {
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(part.data()), part.size());
  };
  crypto_generichash_init(&state, nullptr, 0, digest.size());
  update(prev_hash);
  update(body);
  crypto_generichash_final(&state, digest.data(), digest.size());
  std::string hex;
  for (const unsigned char byte : digest) hex += fmt::format("{:02x}", byte);
  return hex;
}

bool is_hash(std::string_view text) {
  return text.size() == kHashDigits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Result<LedgerRow, Error> read_row(std::string_view line) {
  LedgerRow row;
  if (line.size() <= kTail || line.substr(line.size() - kTail, kHashMember.size()) != kHashMember ||
      !line.ends_with("\"}")) {
    return fail(Error{"does not end in its hash; the line was cut short or is no row of a ledger"});
  }
  row.hash = line.substr(line.size() - kHashDigits - 2, kHashDigits);
  row.body = std::string(line.substr(0, line.size() - kTail)) + "}";
  auto content = parse_row(row.body);
  if (!content) return fail(content.error());
  row.decision = content->decision;
  row.sentence = std::move(content->sentence);
  row.prev_hash = std::move(content->prev_hash);
  if (!is_hash(row.prev_hash)) return fail(Error{"\"prev_hash\" should be 64 hexadecimal digits"});
  if (!is_hash(row.hash)) return fail(Error{"\"hash\" should be 64 hexadecimal digits"});
  return row;
}

}  // namespace

std::string LedgerChain::append(const adaptation::Decision& decision) {
  std::string line = row_text(decision, head_);
  head_ = hash_of(head_, line);
  ++rows_;
  line.pop_back();
  line += kHashMember;
  line += head_;
  line += "\"}";
  return line;
}

LedgerScan scan_ledger(std::string_view text) {
  LedgerScan scan;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = std::min(text.find('\n'), text.size());
    auto row = read_row(text.substr(0, end));
    if (!row) {
      scan.fault = Error{fmt::format("line {}: {}", number, row.error().message)};
      return scan;
    }
    row->line = number;
    scan.rows.push_back(std::move(*row));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return scan;
}

Result<std::vector<LedgerRow>, Error> read_ledger(const std::filesystem::path& path) {
  const auto text = read_file(path, kMostBytes);
  if (!text) return fail(text.error());
  auto scan = scan_ledger(*text);
  if (scan.fault) return fail(Error{fmt::format("{}: {}", path.string(), scan.fault->message)});
  return std::move(scan.rows);
}

ChainReport check_chain(std::span<const LedgerRow> rows, std::optional<std::string_view> expected_head) {
  ChainReport report;
  std::string head(kHashDigits, '0');
  const auto stop = [&](const LedgerRow& row, std::string_view why) {
    report.bad_line = row.line;
    report.fault = fmt::format("line {}: {}", row.line, why);
    return report;
  };
  for (const auto& row : rows) {
    if (row.prev_hash != head) return stop(row, "does not follow the row before it");
    if (hash_of(row.prev_hash, row.body) != row.hash) return stop(row, "is not what was hashed when it was written");
    head = row.hash;
    ++report.good_rows;
  }
  report.reaches_end = !rows.empty() && rows.back().decision.state == adaptation::State::Ended;
  if (expected_head && head != *expected_head) {
    report.bad_line = rows.empty() ? 1 : rows.back().line + 1;
    report.fault =
        fmt::format("{} rows follow from each other, but the last is not the one the summary names", rows.size());
  }
  return report;
}

}  // namespace tonus::journal
