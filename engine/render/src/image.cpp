#include <engine/render/image.hpp>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <system_error>

#include <stb_image_write.h>

namespace tonus::render {
namespace {

RenderError not_written(const std::filesystem::path& path, const char* why) {
  return {RenderErrorCode::FileNotWritten, "cannot write picture " + path.string() + ": " + why};
}

}  // namespace

Result<void, RenderError> write_png(const std::filesystem::path& path, const Image& image) {
  if (image.width == 0 || image.height == 0 || image.rgba.size() != std::size_t{image.width} * image.height * 4)
    return fail(
        RenderError{RenderErrorCode::BadDefinition, "the picture is empty or its size does not match its bytes"});

  // Encoded in memory first: stb's own file writer does not look at what the file system answers.
  std::vector<std::uint8_t> png;
  const auto append = [](void* context, void* data, int size) {
    const auto* bytes = static_cast<const std::uint8_t*>(data);
    static_cast<std::vector<std::uint8_t>*>(context)->insert(static_cast<std::vector<std::uint8_t>*>(context)->end(),
                                                             bytes, bytes + size);
  };
  if (stbi_write_png_to_func(append, &png, static_cast<int>(image.width), static_cast<int>(image.height), 4,
                             image.rgba.data(), static_cast<int>(image.width) * 4) == 0)
    return fail(not_written(path, "encoding failed"));

  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return fail(not_written(path, std::strerror(errno)));
  const bool is_written = std::fwrite(png.data(), 1, png.size(), file) == png.size();
  const int write_error = errno;
  const bool is_closed = std::fclose(file) == 0;
  if (is_written && is_closed) return {};
  const int why = is_written ? errno : write_error;
  std::error_code ignored_because_the_write_already_failed;
  if (std::filesystem::is_regular_file(path, ignored_because_the_write_already_failed))
    std::filesystem::remove(path, ignored_because_the_write_already_failed);
  return fail(not_written(path, std::strerror(why)));
}

}  // namespace tonus::render
