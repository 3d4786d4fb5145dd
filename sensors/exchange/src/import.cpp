// Files into activities and days. What is common to all formats: opening, recognising, the warnings.
#include <sensors/exchange/import.hpp>

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include <sensors/exchange/readers.hpp>

#include "fit/read_fit.hpp"
#include "format_table.hpp"
#include "io/zip.hpp"
#include "text/text.hpp"

namespace tonus::exchange {
namespace {

constexpr std::uint64_t kMostBytes = 256u << 20;
using Stream = std::unique_ptr<ByteStream>;

bool is_known_at_once(std::string_view head) { return head.substr(8, 4) == ".FIT" || head.starts_with("PK\x03\x04"); }

/// Leaves the stream at its beginning.
Result<FileFormat, Error> look_at(ByteStream& stream, std::string_view name) {
  std::string head;
  std::size_t filled = 0;
  // A few bytes are enough to know most binary files; text wants a good look.
  for (const std::size_t wanted : {std::size_t{16}, kHeadBytes}) {
    head.resize(wanted);
    while (filled < wanted) {
      const std::size_t got = stream.read(std::span(head).subspan(filled));
      if (got == 0) break;
      filled += got;
    }
    if (filled == wanted && is_known_at_once(head)) break;
  }
  if (filled == 0 && !stream.problem().empty()) return fail(Error{stream.problem()});
  head.resize(filled);
  stream.rewind();
  return recognise(std::string_view(head), name);
}

/// What a file holds, before it is one Import.
struct Content {
  std::optional<Activity> activity;
  WellnessBuilder& out;
  Warnings& warnings;
};

Result<void, Error> read_fit_into(std::string_view bytes, Content& content) {
  Activity activity{.format = FileFormat::Fit};
  const auto read = fit::read(std::as_bytes(std::span(bytes)), activity, &content.out, content.warnings);
  if (!read) return fail(read.error());
  if (!activity.records.empty() || !activity.beats.empty()) content.activity = std::move(activity);
  return {};
}

Result<void, Error> read_into(FileFormat format, std::string_view name, ByteStream& stream,
                              const ImportOptions& options, Content& content) {
  stream.report_to(options.progress);
  const FormatEntry& entry = entry_of(format);
  if (entry.import != nullptr) {
    Sink sink{.out = content.out, .warnings = content.warnings};
    const auto fault = entry.import(stream, name, sink);
    if (!fault) return {};
    if (sink.is_refused || content.out.records() == 0) return fail(Error{*fault});
    content.warnings.add("{}; what comes before is read", *fault);
    return {};
  }
  auto bytes = read_all(stream, kMostBytes);
  if (!bytes) return fail(std::move(bytes.error()));
  if (!stream.problem().empty()) content.warnings.add("{}; what comes before is read", stream.problem());
  if (format == FileFormat::Fit) return read_fit_into(bytes->view(), content);
  auto activity = entry.parse_activity(bytes->view());
  if (!activity) return fail(std::move(activity.error()));
  for (const std::string& warning : activity->warnings) content.warnings.add("{}", warning);
  activity->warnings.clear();
  content.activity = std::move(*activity);
  return {};
}

std::string_view base_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

/// Every file in a zip that holds days; activities in it are counted, because they are files of their own.
Result<void, Error> read_zip_into(ZipArchive& zip, const ImportOptions& options, Content& content) {
  const auto& entries = zip.entries();
  std::uint64_t total = 0, done = 0;
  for (const auto& entry : entries) total += entry.unpacked;
  std::size_t read = 0;
  std::optional<Error> first;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::string_view name = base_name(entries[i].name);
    const std::uint64_t before = done;
    done += entries[i].unpacked;
    auto stream = zip.open_entry(i);
    if (!stream) {
      content.warnings.add("{}", stream.error().message);
      continue;
    }
    const auto format = look_at(**stream, name);
    if (!format || (!is_wellness(*format) && *format != FileFormat::Fit) || *format == FileFormat::Zip) {
      content.out.skip(format ? fmt::format("{} file in the zip", exchange::name(*format))
                              : std::string("other file in the zip"));
      continue;
    }
    ImportOptions part;
    if (options.progress && total > 0) {
      part.progress = [&, before](double share) {
        return options.progress((static_cast<double>(before) + share * static_cast<double>(entries[i].unpacked)) /
                                static_cast<double>(total));
      };
    }
    const auto got = read_into(*format, name, **stream, part, content);
    if (got) {
      ++read;
      content.activity.reset();
    } else {
      if (!first) first = got.error();
      content.warnings.add("\"{}\" in the zip: {}", text::shown(name), got.error().message);
    }
  }
  if (read > 0) return {};
  if (first) return fail(std::move(*first));
  return fail(Error{fmt::format("none of the {} files in the zip is an export that is known", entries.size())});
}

/// `open_zip` is called when it is one.
Result<Import, Error> import(Stream stream, std::string_view name, std::optional<FileFormat> known,
                             const ImportOptions& options,
                             const std::function<Result<std::unique_ptr<ZipArchive>, Error>()>& open_zip) {
  const Result<FileFormat, Error> format = known ? Result<FileFormat, Error>(*known) : look_at(*stream, name);
  if (!format) return fail(format.error());
  Import result{.format = *format};
  {
    Warnings warnings(result.warnings);
    WellnessBuilder builder(warnings);
    Content content{.out = builder, .warnings = warnings};
    Result<void, Error> read;
    if (*format == FileFormat::Zip) {
      auto zip = open_zip();
      if (!zip) return fail(std::move(zip.error()));
      read = read_zip_into(**zip, options, content);
    } else {
      read = read_into(*format, name, *stream, options, content);
    }
    if (!read) return fail(std::move(read.error()));
    result.activity = std::move(content.activity);
    Wellness days = builder.finish();
    const bool has_days = !days.values.empty() || !days.sleep.empty() || !days.workouts.empty();
    if (is_wellness(*format) || has_days) result.wellness = std::move(days);
    if (!result.activity && !has_days) warnings.add("the file holds no records, no beats and no days that are known");
  }
  return result;
}

}  // namespace

Result<Import, Error> import_file(const std::filesystem::path& path, const ImportOptions& options) {
  auto stream = open_file(path);
  if (!stream) return fail(std::move(stream.error()));
  auto result = import(std::move(*stream), path.filename().string(), std::nullopt, options,
                       [&] { return ZipArchive::open(path); });
  if (!result) return fail(Error{path.string() + ": " + result.error().message});
  return result;
}

Result<Import, Error> import_bytes(std::string_view bytes, std::string_view name, std::optional<FileFormat> format) {
  return import(open_memory(bytes), name, format, {}, [&] { return ZipArchive::open(bytes); });
}

Result<Activity, Error> read_activity(const std::filesystem::path& path) {
  const auto named = [&](const std::string& message) { return fail(Error{path.string() + ": " + message}); };
  auto stream = open_file(path);
  if (!stream) return fail(std::move(stream.error()));
  const auto format = look_at(**stream, path.filename().string());
  if (!format) return named(format.error().message);
  const ParseActivity parse = entry_of(*format).parse_activity;
  if (parse == nullptr) {
    return named(fmt::format("holds days ({}), not one activity; tonus import reads it", name(*format)));
  }
  const auto bytes = read_all(**stream, kMostBytes);
  if (!bytes) return named(bytes.error().message);
  auto activity = parse(bytes->view());
  if (!activity) return named(activity.error().message);
  return activity;
}

}  // namespace tonus::exchange
