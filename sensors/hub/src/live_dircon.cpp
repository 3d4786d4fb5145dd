#include <fmt/format.h>

#include <sensors/dircon/client.hpp>

#include "live.hpp"
#include "live_loop.hpp"

namespace tonus::sensors {

Result<std::unique_ptr<SensorSource>, Error> make_dircon_source(std::string_view address,
                                                                const Timeline& session_time) {
  auto where = dircon::parse_address(address);
  if (!where) return fail(where.error());
  where->release = releases_of_any_trainer();
  const std::string name = fmt::format("dircon:{}", address);
  SourceInfo info{
      .name = name, .description = fmt::format("trainer or strap at {}", address), .reacts = true, .is_live = true};
  return std::make_unique<ThreadedSource>(
      std::move(info), session_time,
      [definition = *where, text = std::string(address)](const std::stop_token& stop, const Timeline& session,
                                                         ThreadedSource::Outlet& outlet) {
        const SteadyTimeline device_time;
        SessionOutlet on_session(outlet, device_time, session);
        std::vector<std::unique_ptr<Peer>> peers;
        peers.push_back(
            std::make_unique<Peer>(PeerDefinition{.name = text, .id = text, .carrier = "dircon"}, on_session));
        dircon::Client client(definition, *peers.front(), device_time);
        peers.front()->attach(client);
        run_peers(stop, device_time, outlet, on_session, peers, [&](Duration wait) { client.run_once(wait); });
      });
}

}  // namespace tonus::sensors
