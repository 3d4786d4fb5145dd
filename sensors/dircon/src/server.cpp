#include <sensors/dircon/server.hpp>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <deque>
#include <utility>

#include <fmt/format.h>

#include "connection.hpp"
#include "offer.hpp"
#include "outbox.hpp"

namespace tonus::sensors::dircon {
namespace {

constexpr Duration kSecond = std::chrono::seconds(1);
constexpr Duration kSlow = std::chrono::seconds(3);
constexpr Duration kPatience = std::chrono::seconds(3);  // with a client that has vanished without a goodbye
constexpr std::size_t kMostEvents = 256;
constexpr int kBattery_percent = 87, kLowBattery_percent = 3;

std::vector<std::byte> octets_of(std::string_view text) {
  const auto octets = std::as_bytes(std::span(text));
  return {octets.begin(), octets.end()};
}

/// A file descriptor that is closed with its owner.
class Descriptor {
 public:
  Descriptor() noexcept = default;
  explicit Descriptor(int number) noexcept : number_(number) {}
  ~Descriptor() { reset(); }
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    reset();
    number_ = std::exchange(other.number_, -1);
    return *this;
  }
  void reset() noexcept {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }
  [[nodiscard]] int get() const noexcept { return number_; }

 private:
  int number_ = -1;
};

struct ServedClient {
  Descriptor descriptor;
  Framer framer{Framer::From::Client};
  std::vector<Uuid> listens_to;
  Outbox outbox;
  std::uint8_t notified = 0;  ///< sequence number of notifications
};

struct Listening {
  Descriptor descriptor;
  std::uint16_t port = 0;
};

Result<Listening, Error> listen_on(const std::string& host, std::uint16_t port) {
  const auto addresses = resolve(host, port, true);
  if (!addresses || addresses->empty()) {
    return fail(
        Error{fmt::format("\"{}\" is no address to listen on; expected a number, such as 127.0.0.1, or 0.0.0.0 "
                          "for all of this computer",
                          host)});
  }
  Address address = addresses->front();
  const auto trouble = [&] {
    const int code = errno;
    return fail(Error{fmt::format("cannot listen on {} port {}: {}{}", host, port, std::strerror(code),
                                  code == EADDRINUSE ? "; choose another with --port, 0 takes a free one" : "")});
  };
  Descriptor listener(socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (listener.get() < 0) return trouble();
  const int yes = 1;
  if (setsockopt(listener.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0) return trouble();
  if (bind(listener.get(), address.raw(), address.size) != 0) return trouble();
  if (listen(listener.get(), 4) != 0) return trouble();
  auto* bound = reinterpret_cast<sockaddr*>(&address.storage);
  if (getsockname(listener.get(), bound, &address.size) != 0) return trouble();
  const std::uint16_t network_port = address.storage.ss_family == AF_INET6
                                         ? reinterpret_cast<sockaddr_in6*>(bound)->sin6_port
                                         : reinterpret_cast<sockaddr_in*>(bound)->sin_port;
  return Listening{std::move(listener), ntohs(network_port)};
}

struct Client {
  Descriptor descriptor;
  Framer framer{Framer::From::Client};
  std::vector<Uuid> listens_to;
  Outbox outbox;
  std::uint8_t notified = 0;
};

}  // namespace

std::vector<Uuid> offered_services() {
  std::vector<Uuid> services;
  for (const Characteristic& one : kOffer) {
    if (services.empty() || services.back() != one.service) services.push_back(one.service);
  }
  return services;
}

struct Server::Impl {
  Impl(ServerDefinition d, const Timeline& t, Listening l, std::unique_ptr<SimulatedTrainer> m)
      : definition(std::move(d)),
        timeline(t),
        listener(std::move(l.descriptor)),
        port(l.port),
        machine(std::move(m)),
        start(t.now()) {}

  [[nodiscard]] Instant now() const { return Instant{timeline.now() - start}; }
  [[nodiscard]] bool is_on(Fault fault) const { return active[static_cast<std::size_t>(fault)]; }

  void tell(std::string what) {
    if (events.size() == kMostEvents) events.pop_front();
    events.push_back({now(), std::move(what)});
  }

  [[nodiscard]] DeviceFaults device_faults() const {
    return {.refuses_control = is_on(Fault::RefuseControl),
            .is_frozen = is_on(Fault::Frozen),
            .has_no_contact = is_on(Fault::NoContact),
            .sends_zero_heart_rate = is_on(Fault::ZeroHr),
            .has_wrong_unit = is_on(Fault::WrongUnit),
            .has_bad_length = is_on(Fault::BadLength)};
  }

  // --- what goes out ---

  [[nodiscard]] Instant due(bool is_answer) const {
    const Instant at = now() + (is_answer && is_on(Fault::Slow) ? kSlow : Duration{});
    if (!is_on(Fault::Merged)) return at;
    return Instant{kSecond * (at.time_since_epoch() / kSecond + 1)};
  }
  void reply(const Reply& message, std::uint8_t sequence) { client->outbox.put(due(true), encode(message, sequence)); }
  void notify(const Uuid& characteristic, std::span<const std::byte> value, bool is_answer) {
    if (!client || std::ranges::find(client->listens_to, characteristic) == client->listens_to.end()) return;
    if (!is_answer && is_on(Fault::Silence)) return;
    client->outbox.put(due(is_answer), encode(Reply{Notification{characteristic, value}}, client->notified++));
  }

  [[nodiscard]] std::vector<std::byte> battery() const {
    return {static_cast<std::byte>(is_on(Fault::BatteryLow) ? kLowBattery_percent : kBattery_percent)};
  }

  [[nodiscard]] std::vector<std::byte> value_of(const Uuid& characteristic) const {
    if (characteristic == uuid::kMaker) return octets_of("Tonus");
    if (characteristic == uuid::kModelNumber) return octets_of("simulated trainer");
    if (characteristic == uuid::kSerialNumber) return octets_of(definition.serial);
    if (characteristic == uuid::kBodySensorLocation) return {std::byte{1}};                  // chest
    if (characteristic == uuid::kSensorLocation) return {std::byte{13}};                     // rear hub
    if (characteristic == uuid::kCyclingPowerFeature) return {std::byte{0x0C}, {}, {}, {}};  // wheel and crank
    if (characteristic == uuid::kMachineFeature) return SimulatedTrainer::feature();
    if (characteristic == uuid::kResistanceRange) return SimulatedTrainer::resistance_range();
    if (characteristic == uuid::kPowerRange) return SimulatedTrainer::power_range();
    return battery();
  }

  // --- what comes in ---

  void answer(const DiscoverServices&, std::uint8_t sequence) { reply(Services{offered_services()}, sequence); }
  void answer(const DiscoverCharacteristics& asked, std::uint8_t sequence) {
    Characteristics found{.service = asked.service};
    for (const Characteristic& one : kOffer) {
      if (one.service == asked.service) found.characteristics.push_back({one.uuid, one.properties});
    }
    if (found.characteristics.empty()) {
      return reply(Refusal{MessageId::DiscoverCharacteristics, ResponseCode::ServiceNotFound}, sequence);
    }
    reply(found, sequence);
  }
  /// Refuses what is not there or cannot do that; true when all is well.
  bool check(MessageId request, const Uuid& characteristic, int needed, std::uint8_t sequence) {
    const auto* const found = std::ranges::find(kOffer, characteristic, &Characteristic::uuid);
    if (found == kOffer.end()) {
      reply(Refusal{request, ResponseCode::CharacteristicNotFound}, sequence);
    } else if ((found->properties & needed) == 0) {
      reply(Refusal{request, ResponseCode::NotSupported}, sequence);
    } else {
      return true;
    }
    return false;
  }
  void answer(const Read& asked, std::uint8_t sequence) {
    if (!check(MessageId::Read, asked.characteristic, kCanRead, sequence)) return;
    reply(Value{asked.characteristic, value_of(asked.characteristic)}, sequence);
  }
  void answer(const EnableNotify& asked, std::uint8_t sequence) {
    if (!check(MessageId::EnableNotify, asked.characteristic, kCanNotify | kCanIndicate, sequence)) return;
    std::erase(client->listens_to, asked.characteristic);
    if (asked.is_on) client->listens_to.push_back(asked.characteristic);
    reply(NotifySet{asked.characteristic}, sequence);
  }
  void answer(const Write& asked, std::uint8_t sequence) {
    if (!check(MessageId::Write, asked.characteristic, kCanWrite, sequence)) return;
    // The control point is the only one that can be written. FTMS: nobody gets a word from it who does not listen to
    // it.
    if (std::ranges::find(client->listens_to, asked.characteristic) == client->listens_to.end()) {
      return reply(Refusal{MessageId::Write, ResponseCode::WriteFailed}, sequence);
    }
    reply(Written{asked.characteristic}, sequence);
    const bool was_loaded = machine->state().is_loaded();
    const ControlAnswer control = machine->control(asked.value, device_faults());
    notify(asked.characteristic, control.response, true);
    if (control.status) notify(uuid::kMachineStatus, *control.status, false);
    if (!control.event.empty()) tell(control.event);
    if (was_loaded && !machine->state().is_loaded()) tell("released");
  }

  void take(const Frame& frame) {
    const auto request = decode_request(frame);
    if (!request) {
      const bool is_known = frame.id >= 1 && frame.id <= 5;
      return reply(
          Refusal{static_cast<MessageId>(frame.id), is_known ? ResponseCode::Unexpected : ResponseCode::UnknownMessage},
          frame.sequence);
    }
    std::visit([&](const auto& asked) { answer(asked, frame.sequence); }, *request);
  }

  void hear_client() {
    std::array<std::byte, 4096> octets;
    const auto got = recv(client->descriptor.get(), octets.data(), octets.size(), MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) return;
    if (got <= 0) return lose_client("client gone");
    client->framer.feed(std::span(octets).first(static_cast<std::size_t>(got)));
    for (;;) {
      const auto frame = client->framer.next();
      if (!frame) return lose_client(fmt::format("client sent away: {}", frame.error().message));
      if (!*frame) return;
      take(**frame);
    }
  }

  void accept_clients() {
    for (;;) {
      Descriptor accepted(accept4(listener.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
      if (accepted.get() < 0) return;
      if (client) {
        ++refused;
        tell("a second client was turned away");
        continue;
      }
      tune(accepted.get(), kPatience);
      client.emplace().descriptor = std::move(accepted);
      tell("client connected");
    }
  }

  void lose_client(std::string why) {
    client.reset();
    const bool was_loaded = machine->state().is_loaded();
    machine->let_go();
    tell(std::move(why));
    if (was_loaded) tell("released");
  }

  // --- what time brings ---

  void see_faults(Instant at) {
    for (const FaultRow& row : fault_table()) {
      bool& is_active = active[static_cast<std::size_t>(row.fault)];
      if (is_active == definition.faults.is_on(row.fault, at)) continue;
      is_active = !is_active;
      tell(is_active ? fmt::format("fault {} begins: {}", row.name, row.sentence)
                     : fmt::format("fault {} ends", row.name));
      if (row.fault == Fault::CounterReset && is_active) machine->reset_counters();
      if (row.fault == Fault::BatteryLow) notify(uuid::kBatteryLevel, battery(), false);
    }
    if (is_on(Fault::Drop)) {
      listener.reset();
      if (client) lose_client("client dropped");
    } else if (listener.get() < 0) {
      if (auto again = listen_on(definition.host, port)) listener = std::move(again->descriptor);
    }
  }

  void send_second() {
    const SecondOfData data = machine->take_second(device_faults());
    if (data.heart_rate) notify(uuid::kHeartRateMeasurement, *data.heart_rate, false);
    notify(uuid::kIndoorBikeData, data.bike, false);
    notify(uuid::kCyclingPowerMeasurement, data.power, false);
  }

  void wait(Duration at_most) const {
    const Instant at = now();
    Duration longest = std::min(at_most, next_second - at);
    std::array<pollfd, 2> waiting{{{listener.get(), POLLIN, 0}, {-1, POLLIN, 0}}};
    if (client) {
      waiting[1].fd = client->descriptor.get();
      if (client->outbox.has_unsent()) waiting[1].events |= POLLOUT;
      if (const auto frame_due = client->outbox.next_due()) longest = std::min(longest, *frame_due - at);
    }
    const auto ms = std::chrono::ceil<std::chrono::milliseconds>(std::max(longest, Duration{})).count();
    poll(waiting.data(), waiting.size(), static_cast<int>(ms));
  }

  ServerDefinition definition;
  const Timeline& timeline;
  Descriptor listener;
  std::uint16_t port;
  std::unique_ptr<SimulatedTrainer> machine;
  Instant start;
  Instant next_second = Instant{kSecond};
  std::optional<ServedClient> client;
  std::uint64_t refused = 0;
  std::array<bool, kFaults> active{};
  std::deque<ServerEvent> events;
};

Server::Server(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
Server::~Server() = default;

Result<std::unique_ptr<Server>, Error> Server::create(ServerDefinition definition, const Timeline& timeline) {
  auto machine = SimulatedTrainer::create(definition.trainer);
  if (!machine) return fail(machine.error());
  auto listening = listen_on(definition.host, definition.port);
  if (!listening) return fail(listening.error());
  return std::unique_ptr<Server>(
      new Server(std::make_unique<Impl>(std::move(definition), timeline, std::move(*listening), std::move(*machine))));
}

void Server::run_once(Duration at_most) {
  Impl& i = *impl_;
  i.wait(at_most);
  const Instant now = i.now();
  i.see_faults(now);
  if (i.client) i.hear_client();  // first, so that who comes right after the last one finds the place free
  if (i.listener.get() >= 0) i.accept_clients();
  for (; i.next_second <= now; i.next_second += kSecond) {
    i.machine->advance(i.next_second);
    i.send_second();
  }
  i.machine->advance(now);
  if (i.client && !i.client->outbox.flush(i.client->descriptor.get(), now, i.is_on(Fault::Split))) {
    i.lose_client("client gone");
  }
}

std::uint16_t Server::port() const noexcept { return impl_->port; }
bool Server::has_client() const noexcept { return impl_->client.has_value(); }
std::uint64_t Server::clients_refused() const noexcept { return impl_->refused; }
const TrainerState& Server::trainer() const noexcept { return impl_->machine->state(); }

std::vector<ServerEvent> Server::take_events() {
  std::vector<ServerEvent> taken(impl_->events.begin(), impl_->events.end());
  impl_->events.clear();
  return taken;
}

}  // namespace tonus::sensors::dircon
