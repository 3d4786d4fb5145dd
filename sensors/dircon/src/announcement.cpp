#include <avahi-client/publish.h>
#include <avahi-common/alternative.h>
#include <avahi-common/error.h>
#include <avahi-common/malloc.h>
#include <net/if.h>

#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <sensors/dircon/discovery.hpp>

#include "avahi.hpp"

namespace tonus::sensors::dircon {
namespace {

std::string services_text(const std::vector<Uuid>& services) {
  std::vector<std::string> names;
  for (const Uuid& service : services) {
    const auto assigned = service.assigned();
    names.push_back(assigned ? fmt::format("0x{:04X}", *assigned) : to_string(service));
  }
  return fmt::format("{}", fmt::join(names, ","));
}

}  // namespace

struct Announcement::Impl {
  static void on_state(AvahiEntryGroup*, AvahiEntryGroupState state, void* self) noexcept {
    auto& impl = *static_cast<Impl*>(self);
    impl.is_announced = state == AVAHI_ENTRY_GROUP_ESTABLISHED;
    impl.has_collided = impl.has_collided || state == AVAHI_ENTRY_GROUP_COLLISION;
    impl.has_failed = impl.has_failed || state == AVAHI_ENTRY_GROUP_FAILURE;
  }

  /// Offers the service under the current name; an error code of Avahi below zero.
  [[nodiscard]] int publish() const {
    const auto interface = definition.is_local ? static_cast<AvahiIfIndex>(if_nametoindex("lo")) : AVAHI_IF_UNSPEC;
    const std::string services = "ble-service-uuids=" + services_text(definition.services);
    const std::string serial = "serial-number=" + definition.serial, mac = "mac-address=" + definition.mac;
    const int code = avahi_entry_group_add_service(
        group, interface, AVAHI_PROTO_UNSPEC, AvahiPublishFlags{}, definition.name.c_str(), kServiceType, nullptr,
        nullptr, definition.port, services.c_str(), serial.c_str(), mac.c_str(), static_cast<char*>(nullptr));
    return code < 0 ? code : avahi_entry_group_commit(group);
  }

  [[nodiscard]] int publish_under_a_free_name() {
    for (int attempt = 0; attempt < 16; ++attempt) {
      const int code = publish();
      if (code != AVAHI_ERR_COLLISION) return code;
      take_next_name();
    }
    return AVAHI_ERR_COLLISION;
  }

  void take_next_name() {
    char* next = avahi_alternative_service_name(definition.name.c_str());
    if (next != nullptr) definition.name = next;
    avahi_free(next);
    avahi_entry_group_reset(group);
  }

  AnnouncementDefinition definition;
  AvahiEntryGroup* group = nullptr;  ///< owned by the client
  bool is_announced = false, has_collided = false, has_failed = false;
  std::unique_ptr<Avahi> avahi;  ///< last: its callbacks use what is above
};

Announcement::Announcement(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
Announcement::~Announcement() = default;

Result<std::unique_ptr<Announcement>, Error> Announcement::create(const AnnouncementDefinition& definition) {
  auto avahi = Avahi::connect();
  if (!avahi) return fail(avahi.error());
  auto impl = std::make_unique<Impl>();
  impl->definition = definition;
  impl->avahi = std::move(*avahi);
  impl->group = avahi_entry_group_new(impl->avahi->client(), &Impl::on_state, impl.get());
  if (impl->group == nullptr) return fail(impl->avahi->last_error());
  if (const int code = impl->publish_under_a_free_name(); code < 0) {
    return fail(Error{fmt::format("the trainer cannot be announced on the network: {}", avahi_strerror(code))});
  }
  return std::unique_ptr<Announcement>(new Announcement(std::move(impl)));
}

Result<void, Error> Announcement::run_once(Duration at_most) {
  if (auto ran = impl_->avahi->run_once(at_most); !ran) return ran;
  if (std::exchange(impl_->has_collided, false)) {
    impl_->take_next_name();
    if (impl_->publish_under_a_free_name() < 0) impl_->has_failed = true;
  }
  if (impl_->has_failed) return fail(impl_->avahi->last_error());
  return {};
}

bool Announcement::is_announced() const noexcept { return impl_->is_announced; }
const std::string& Announcement::name() const noexcept { return impl_->definition.name; }

}  // namespace tonus::sensors::dircon
