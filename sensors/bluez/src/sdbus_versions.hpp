#pragma once
// sdbus-c++ 1 (Debian 12) and 2 (Debian 13) under one set of names. The only place that knows which one it is.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <poll.h>
#include <sdbus-c++/sdbus-c++.h>

#if __has_include(<sdbus-c++/VTableItems.h>)
#define TONUS_SDBUS_2 1
#else
#define TONUS_SDBUS_2 0
#endif

namespace tonus::sensors::bluez::sdbus_any {

inline std::unique_ptr<sdbus::IProxy> make_proxy(sdbus::IConnection& bus, const char* service,
                                                 const std::string& path) {
#if TONUS_SDBUS_2
  return sdbus::createProxy(bus, sdbus::ServiceName{service}, sdbus::ObjectPath{path});
#else
  return sdbus::createProxy(bus, service, path);
#endif
}

inline sdbus::MethodCall make_call(sdbus::IProxy& proxy, const char* interface, const char* method) {
#if TONUS_SDBUS_2
  return proxy.createMethodCall(sdbus::InterfaceName{interface}, sdbus::MethodName{method});
#else
  return proxy.createMethodCall(interface, method);
#endif
}

/// on_reply(sdbus::MethodReply&, const sdbus::Error* or null) once, unless the proxy goes first.
template <class OnReply>
void call_async(sdbus::IProxy& proxy, const sdbus::MethodCall& call, std::uint64_t timeout_us, OnReply on_reply) {
#if TONUS_SDBUS_2
  proxy.callMethodAsync(
      call,
      [on_reply = std::move(on_reply)](sdbus::MethodReply reply, std::optional<sdbus::Error> error) mutable {
        on_reply(reply, error ? &*error : nullptr);
      },
      timeout_us);
#else
  proxy.callMethod(call, std::move(on_reply), timeout_us);
#endif
}

/// The match lives as long as the slot. on_message(sdbus::Message&).
template <class OnMessage>
sdbus::Slot add_match(sdbus::IConnection& bus, const std::string& rule, OnMessage on_message) {
#if TONUS_SDBUS_2
  return bus.addMatch(
      rule, [on_message = std::move(on_message)](sdbus::Message message) mutable { on_message(message); },
      sdbus::return_slot);
#else
  return bus.addMatch(rule, std::move(on_message));
#endif
}

/// True when there was something to do.
inline bool process(sdbus::IConnection& bus) {
#if TONUS_SDBUS_2
  return bus.processPendingEvent();
#else
  return bus.processPendingRequest();
#endif
}

inline std::vector<pollfd> poll_set(const sdbus::IConnection::PollData& data) {
  std::vector<pollfd> set{{data.fd, data.events, 0}};
#if TONUS_SDBUS_2
  set.push_back({data.eventFd, POLLIN, 0});
#endif
  return set;
}

}  // namespace tonus::sensors::bluez::sdbus_any
