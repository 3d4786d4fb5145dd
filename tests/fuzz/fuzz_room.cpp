// Any bytes as a captured room: a plan that distances can be asked of and a session takes, or one line.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include <scenarios/session/definition.hpp>
#include <xr/rooms/room_capture.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tonus;
  const auto expect = [](bool condition) {
    if (!condition) std::abort();
  };
  const auto room = xr::read_room({reinterpret_cast<const char*>(data), size}, "name");
  if (!room) {
    expect(room.error().message.starts_with("name: ") && room.error().message.find('\n') == std::string::npos);
    return 0;
  }
  const RoomGuard guard(room->plan);
  for (const Vec3 at : {Vec3{}, Vec3{0.0F, 1.3F, 0.0F}, Vec3{3.0F, 1.0F, -2.0F}, Vec3{-50.0F, 9.0F, 1e6F}}) {
    const float nearest = guard.nearest_m(at);
    expect(nearest >= 0.0F && guard.nearest_to_body_m(at) >= 0.0F);
    const float free = guard.free_m(at, {0.0F, 0.0F, -1.0F}, 0.3F, 10.0F);
    expect(free <= 10.0F && (free < 0.0F || guard.nearest_m(at) > 0.0F));
  }
  session::SessionDefinition d;
  d.limits = body::heart_limits({});
  d.response = session::default_response(d.limits, 0.0);
  d.place.name = "room";
  d.place.room = room->plan;
  expect(session::decode_definition(session::encode(d)).has_value());
  return 0;
}
