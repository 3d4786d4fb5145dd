#pragma once
// The geometry of every Mesh, made in code. Unit sized, counter-clockwise seen from outside.

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <engine/scene/scene_frame.hpp>

namespace tonus::render {

inline constexpr std::size_t kMeshCount = static_cast<std::size_t>(Mesh::Count);

struct Vertex {
  Vec3 position;
  Vec3 normal;
  float tone = 1.0F;  ///< how much of the instance's colour this part shows, 0…1
};

/// Where one mesh lies in the common buffers.
struct MeshRange {
  std::uint32_t first_index = 0;
  std::uint32_t index_count = 0;
};

struct MeshLibrary {
  std::vector<Vertex> vertices;
  std::vector<std::uint16_t> indices;  ///< into the common vertices
  std::array<MeshRange, kMeshCount> ranges{};
};
enum class Detail : std::uint8_t { Full, Coarse };  ///< Coarse: what is round has half as many corners each way
[[nodiscard]] MeshLibrary make_meshes(Detail detail = Detail::Full);

}  // namespace tonus::render
