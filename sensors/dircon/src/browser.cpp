#include <avahi-client/lookup.h>
#include <avahi-common/address.h>
#include <avahi-common/malloc.h>
#include <net/if.h>

#include <array>
#include <utility>

#include <fmt/format.h>

#include <sensors/dircon/discovery.hpp>

#include "avahi.hpp"

namespace tonus::sensors::dircon {
namespace {

constexpr std::size_t kMostDevices = 256;
constexpr int kMostInFlight = 64;

std::string text_of(const AvahiAddress& address, AvahiIfIndex interface) {
  std::array<char, AVAHI_ADDRESS_STR_MAX> text{};
  avahi_address_snprint(text.data(), text.size(), &address);
  const bool is_link_local = address.proto == AVAHI_PROTO_INET6 && address.data.ipv6.address[0] == 0xFE &&
                             (address.data.ipv6.address[1] & 0xC0) == 0x80;
  std::array<char, IF_NAMESIZE> name{};
  if (!is_link_local || if_indextoname(static_cast<unsigned>(interface), name.data()) == nullptr) return text.data();
  return fmt::format("{}%{}", text.data(), name.data());
}

}  // namespace

struct Browser::Impl {
  static void on_service(AvahiServiceBrowser*, AvahiIfIndex interface, AvahiProtocol protocol, AvahiBrowserEvent event,
                         const char* name, const char* type, const char* domain, AvahiLookupResultFlags,
                         void* self) noexcept {
    auto& impl = *static_cast<Impl*>(self);
    if (event != AVAHI_BROWSER_NEW || impl.in_flight >= kMostInFlight) return;
    // Without an answer it ends by itself, with AVAHI_RESOLVER_FAILURE.
    if (avahi_service_resolver_new(impl.avahi->client(), interface, protocol, name, type, domain, AVAHI_PROTO_UNSPEC,
                                   AvahiLookupFlags{}, &Impl::on_resolved, self) != nullptr) {
      ++impl.in_flight;
    }
  }

  static void on_resolved(AvahiServiceResolver* resolver, AvahiIfIndex interface, AvahiProtocol,
                          AvahiResolverEvent event, const char* name, const char*, const char*, const char*,
                          const AvahiAddress* address, std::uint16_t port, AvahiStringList* text,
                          AvahiLookupResultFlags, void* self) noexcept {
    auto& impl = *static_cast<Impl*>(self);
    --impl.in_flight;
    if (event == AVAHI_RESOLVER_FOUND && impl.devices.size() < kMostDevices) {
      ServiceRecord record{.name = name, .address = text_of(*address, interface), .port = port};
      for (AvahiStringList* entry = text; entry != nullptr; entry = avahi_string_list_get_next(entry)) {
        record.text.emplace_back(reinterpret_cast<const char*>(avahi_string_list_get_text(entry)),
                                 avahi_string_list_get_size(entry));
      }
      merge(impl.devices, found_device(record));
    }
    avahi_service_resolver_free(resolver);
  }

  std::vector<FoundDevice> devices;
  int in_flight = 0;
  std::unique_ptr<Avahi> avahi;  ///< last: its callbacks use what is above
};

Browser::Browser(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
Browser::~Browser() = default;

Result<std::unique_ptr<Browser>, Error> Browser::create() {
  auto avahi = Avahi::connect();
  if (!avahi) return fail(avahi.error());
  auto impl = std::make_unique<Impl>();
  impl->avahi = std::move(*avahi);
  if (avahi_service_browser_new(impl->avahi->client(), AVAHI_IF_UNSPEC, AVAHI_PROTO_UNSPEC, kServiceType, nullptr,
                                AvahiLookupFlags{}, &Impl::on_service, impl.get()) == nullptr) {
    return fail(impl->avahi->last_error());
  }
  return std::unique_ptr<Browser>(new Browser(std::move(impl)));
}

Result<void, Error> Browser::run_once(Duration at_most) { return impl_->avahi->run_once(at_most); }
const std::vector<FoundDevice>& Browser::found() const noexcept { return impl_->devices; }

}  // namespace tonus::sensors::dircon
