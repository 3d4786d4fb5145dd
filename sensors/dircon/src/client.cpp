#include <sensors/dircon/client.hpp>

#include "client_impl.hpp"

#include <charconv>
#include <utility>

#include <fmt/format.h>

namespace tonus::sensors::dircon {

Result<ClientDefinition, Error> parse_address(std::string_view text) {
  const auto complain = [text] {
    return fail(Error{fmt::format("\"{}\" is no address of a trainer; expected HOST, HOST:PORT or [IPV6]:PORT", text)});
  };
  ClientDefinition definition;
  std::string_view port;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return complain();
    definition.host = text.substr(1, end - 1);
    port = text.substr(end + 1);
    if (!port.empty() && !port.starts_with(':')) return complain();
  } else if (const auto colon = text.find(':'); colon != std::string_view::npos && text.rfind(':') == colon) {
    definition.host = text.substr(0, colon);
    port = text.substr(colon);
  } else {
    definition.host = text;
  }
  if (definition.host.empty() || definition.host.find('\0') != std::string::npos) return complain();
  if (port.empty()) return definition;
  port.remove_prefix(1);
  const auto [rest, error] = std::from_chars(port.data(), port.data() + port.size(), definition.port);
  if (error != std::errc{} || rest != port.data() + port.size() || definition.port == 0) return complain();
  return definition;
}

Client::Client(ClientDefinition definition, LinkListener& listener, const Timeline& timeline)
    : impl_(std::make_unique<Impl>(std::move(definition), listener, timeline)) {}
Client::~Client() = default;

void Client::run_once(Duration at_most) { impl_->run_once(at_most); }
void Client::read(const Uuid& characteristic) { impl_->ask(Impl::Kind::Read, Read{characteristic}, characteristic); }
void Client::write(const Uuid& characteristic, std::span<const std::byte> packet) {
  impl_->ask(Impl::Kind::Write, Write{characteristic, packet}, characteristic);
}
void Client::subscribe(const Uuid& characteristic) {
  impl_->ask(Impl::Kind::Subscribe, EnableNotify{characteristic, true}, characteristic);
}
void Client::reconnect(const std::string& why) { impl_->reconnect(why); }
void Client::disconnect() { impl_->disconnect(); }
bool Client::is_connected() const noexcept { return impl_->is_connected(); }
bool Client::is_guarded() const noexcept { return impl_->is_guarded(); }
std::uint64_t Client::ignored_frames() const noexcept { return impl_->ignored_frames(); }

}  // namespace tonus::sensors::dircon
