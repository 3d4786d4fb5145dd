#include "avahi.hpp"

#include <avahi-common/error.h>

#include <algorithm>

#include <fmt/format.h>

namespace tonus::sensors::dircon {
namespace {

Error no_daemon(int code) {
  return Error{
      fmt::format("no Avahi daemon answers ({}), so nothing can be found or announced on the network; install "
                  "and start avahi-daemon, or give the address of the trainer, as in dircon:HOST:PORT",
                  avahi_strerror(code))};
}

}  // namespace

Result<std::unique_ptr<Avahi>, Error> Avahi::connect() {
  std::unique_ptr<Avahi> made(new Avahi);
  made->poll_.reset(avahi_simple_poll_new());
  if (!made->poll_) return fail(no_daemon(AVAHI_ERR_NO_MEMORY));
  int code = 0;
  made->client_.reset(avahi_client_new(avahi_simple_poll_get(made->poll_.get()), AvahiClientFlags{}, &Avahi::on_state,
                                       made.get(), &code));
  if (!made->client_) return fail(no_daemon(code));
  return made;
}

void Avahi::on_state(AvahiClient*, AvahiClientState state, void* self) noexcept {
  if (state == AVAHI_CLIENT_FAILURE) static_cast<Avahi*>(self)->has_failed_ = true;
}

Result<void, Error> Avahi::run_once(Duration at_most) {
  const auto ms =
      std::chrono::ceil<std::chrono::milliseconds>(std::clamp(at_most, Duration{}, Duration(std::chrono::seconds(60))));
  const int status = avahi_simple_poll_iterate(poll_.get(), static_cast<int>(ms.count()));
  if (status != 0 || has_failed_) return fail(no_daemon(avahi_client_errno(client_.get())));
  return {};
}

Error Avahi::last_error() const {
  return Error{fmt::format("Avahi: {}", avahi_strerror(avahi_client_errno(client_.get())))};
}

}  // namespace tonus::sensors::dircon
