#include "client_impl.hpp"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include <engine/core/log.hpp>

namespace tonus::sensors::dircon {
namespace {

constexpr int kMostUnanswered = 3;
constexpr Duration kLongestSilence = std::chrono::seconds(10);
constexpr Duration kResolverStep = std::chrono::milliseconds(20);
constexpr int kMostChunks = 16;  // of one run: a flood must not starve the deadlines

std::string text_of(const Uuid& uuid) {
  const auto assigned = uuid.assigned();
  return assigned ? fmt::format("{:04x}", *assigned) : to_string(uuid);
}

std::string_view verb(auto kind) {
  switch (static_cast<int>(kind)) {
    case 2: return "reading";
    case 3: return "writing";
    case 4: return "subscribing to";
    default: return "discovering";
  }
}

}  // namespace

Client::Impl::Impl(ClientDefinition definition, LinkListener& listener, const Timeline& timeline)
    : definition_(std::move(definition)),
      listener_(listener),
      timeline_(timeline),
      backoff_(definition_.backoff_seed),
      where_(definition_.host.find(':') == std::string::npos
                 ? fmt::format("{}:{}", definition_.host, definition_.port)
                 : fmt::format("[{}]:{}", definition_.host, definition_.port)),
      retry_at_(timeline.now()) {}

void Client::Impl::run_once(Duration at_most) {
  const Instant before = timeline_.now();
  if (state_ == State::Resting && before >= retry_at_ && !is_leaving_) begin(before);
  const short events = state_ == State::Connecting || connection_.has_unsent() ? POLLIN | POLLOUT : POLLIN;
  wait_for(connection_.descriptor(), events, time_to_wait(at_most, before));
  const Instant now = timeline_.now();
  for (const Refused& one : std::exchange(refused_, {})) {
    answer(one.kind, one.characteristic, fail(Error{one.why}), now);
  }
  if (!is_leaving_) advance(now);
  if (given_up_ && !is_leaving_ && state_ == State::Up) lose(std::string(*given_up_), now, has_notified_);
  if (is_leaving_ && state_ != State::Closed) leave(now);
}

Duration Client::Impl::time_to_wait(Duration at_most, Instant now) const {
  if (!refused_.empty() || is_leaving_ || broken_ || given_up_) return {};
  switch (state_) {
    case State::Resting: return std::min(at_most, retry_at_ - now);
    case State::Resolving: return std::min(at_most, kResolverStep);
    case State::Connecting: return std::min(at_most, connect_deadline_ - now);
    default: break;
  }
  return pending_ ? std::min(at_most, std::min(pending_->deadline, waiting_since_ + kLongestSilence) - now) : at_most;
}

void Client::Impl::advance(Instant now) {
  switch (state_) {
    case State::Resting:
    case State::Closed: return;
    case State::Resolving: {
      auto outcome = resolver_->poll();
      if (!outcome) return;
      resolver_.reset();
      if (!*outcome) return lose(outcome->error().message, now);
      addresses_ = std::move(**outcome);
      return connect_next(now);
    }
    case State::Connecting: return see_connecting(now);
    case State::Discovering:
    case State::Up:
      exchange(now);
      if (!is_leaving_ && (state_ == State::Discovering || state_ == State::Up)) see_deadlines(now);
  }
}

void Client::Impl::begin(Instant now) {
  first_failure_.reset();
  next_address_ = 0;
  if (auto numbers = resolve(definition_.host, definition_.port, true)) {
    addresses_ = std::move(*numbers);
    return connect_next(now);
  }
  state_ = State::Resolving;
  resolver_.emplace(definition_.host, definition_.port);
}

void Client::Impl::connect_next(Instant now) {
  while (next_address_ < addresses_.size()) {
    const auto opened = connection_.open(addresses_[next_address_++]);
    if (opened) {
      state_ = State::Connecting;
      connect_deadline_ = now + definition_.connect_timeout;
      return;
    }
    if (!first_failure_) first_failure_ = why_not_connected(opened.error().code);
  }
  lose(first_failure_.value_or(fmt::format("{} has no address", where_)), now);
}

void Client::Impl::see_connecting(Instant now) {
  const auto progress = connection_.progress();
  if (progress && *progress == Connection::Progress::Pending && now < connect_deadline_) return;
  if (!progress || *progress == Connection::Progress::Pending) {
    if (!first_failure_) first_failure_ = why_not_connected(progress ? ETIMEDOUT : progress.error().code);
    return connect_next(now);
  }
  state_ = State::Discovering;
  framer_ = Framer(Framer::From::Server);
  has_heard_ = has_notified_ = false;
  unanswered_ = 0;
  services_.clear();
  characteristics_.clear();
  send_request(Kind::Services, DiscoverServices{}, {}, now);
}

void Client::Impl::discover_next(Instant now) {
  if (services_.empty()) return come_up(now);
  const Uuid service = services_.back();
  services_.pop_back();
  send_request(Kind::Characteristics, DiscoverCharacteristics{service}, service, now);
}

void Client::Impl::come_up(Instant now) {
  state_ = State::Up;
  backoff_.connected(now);
  std::vector<ReleasePacket> offered;
  std::ranges::copy_if(definition_.release, std::back_inserter(offered), [this](const ReleasePacket& packet) {
    return std::ranges::find(characteristics_, packet.characteristic, &Characteristic::uuid) != characteristics_.end();
  });
  if (!offered.empty()) {
    auto guard = arm_guard(connection_.descriptor(), offered);
    if (guard) {
      guard_ = std::move(*guard);
    } else {
      log::warning(guard.error().message);
    }
  }
  listener_.on_connected(characteristics_, now);
}

void Client::Impl::ask(Kind kind, const Request& request, const Uuid& characteristic) {
  if (state_ != State::Up || broken_) {
    refused_.push_back({kind, characteristic, fmt::format("{} is not connected", where_)});
  } else if (pending_) {
    refused_.push_back(
        {kind, characteristic,
         fmt::format("{} {}: the request before is not answered yet", verb(kind), text_of(characteristic))});
  } else {
    send_request(kind, request, characteristic, timeline_.now());
  }
}

void Client::Impl::send_request(Kind kind, const Request& request, const Uuid& characteristic, Instant now) {
  constexpr MessageId kIds[]{MessageId::DiscoverServices, MessageId::DiscoverCharacteristics, MessageId::Read,
                             MessageId::Write, MessageId::EnableNotify};
  const std::uint8_t sequence = sequence_++;
  pending_ = {kind, kIds[static_cast<std::size_t>(kind)], sequence, characteristic, now + definition_.request_timeout};
  // Only time with a request pending counts as silence.
  waiting_since_ = unanswered_ == 0 ? now : std::max(waiting_since_, now - unanswered_ * definition_.request_timeout);
  const auto sent = connection_.send(encode(request, sequence));
  if (!sent) broken_ = fmt::format("the connection to {} is gone: {}", where_, std::strerror(sent.error().code));
}

void Client::Impl::exchange(Instant now) {
  if (const auto flushed = connection_.flush(); !flushed && !broken_) {
    broken_ = fmt::format("the connection to {} is gone: {}", where_, std::strerror(flushed.error().code));
  }
  for (int chunk = 0; chunk < kMostChunks; ++chunk) {
    const auto received = connection_.receive();
    if (!received) {
      const int code = received.error().code;
      return lose(code == ECONNRESET ? why_ended()
                                     : fmt::format("the connection to {} is gone: {}", where_, std::strerror(code)),
                  now);
    }
    if (!*received) break;
    if ((*received)->empty()) return lose(why_ended(), now);
    has_heard_ = true;
    waiting_since_ = now;
    framer_.feed(**received);
    for (;;) {
      const auto frame = framer_.next();
      if (!frame) return lose(fmt::format("{} is no trainer: {}", where_, frame.error().message), now);
      if (!*frame) break;
      take(**frame, now);
      if (is_leaving_) return;
    }
  }
  if (broken_) lose(*broken_, now);
}

void Client::Impl::take(const Frame& frame, Instant now) {
  const Result<Reply, Error> reply = decode_reply(frame);
  if (reply) {
    if (const auto* packet = std::get_if<Notification>(&*reply)) {
      if (state_ != State::Up) return;
      has_notified_ = true;
      return listener_.on_packet(packet->characteristic, packet->value, now);
    }
  }
  const bool is_answer =
      pending_ && frame.id == static_cast<std::uint8_t>(pending_->id) && frame.sequence == pending_->sequence;
  if (!is_answer) {
    if (!reply) ++ignored_;
    return;
  }
  const Pending asked = *std::exchange(pending_, std::nullopt);
  unanswered_ = 0;
  if (state_ == State::Discovering) return take_discovery(asked, reply, now);
  answer(asked.kind, asked.characteristic, reply, now);
}

void Client::Impl::take_discovery(const Pending& asked, const Result<Reply, Error>& reply, Instant now) {
  if (!reply) {
    ++ignored_;
  } else if (const auto* services = std::get_if<Services>(&*reply)) {
    services_.assign(services->services.rbegin(), services->services.rend());
  } else if (const auto* found = std::get_if<Characteristics>(&*reply)) {
    for (const OfferedCharacteristic& one : found->characteristics) {
      characteristics_.push_back({asked.characteristic, one.uuid, one.properties});
    }
  } else if (const auto* refusal = std::get_if<Refusal>(&*reply); refusal != nullptr && asked.kind == Kind::Services) {
    return lose(fmt::format("{} does not say what it offers: {}", where_, describe(refusal->code)), now);
  }
  discover_next(now);
}

void Client::Impl::answer(Kind kind, const Uuid& characteristic, const Result<Reply, Error>& reply, Instant now) {
  const auto fault = [&]() -> std::optional<Error> {
    if (!reply) return reply.error();
    const auto* refusal = std::get_if<Refusal>(&*reply);
    if (refusal == nullptr) return std::nullopt;
    return Error{fmt::format("{} {}: {}", verb(kind), text_of(characteristic), describe(refusal->code))};
  }();
  const auto outcome = [&]() -> Result<void, Error> {
    if (fault) return fail(*fault);
    return {};
  };
  if (kind == Kind::Write) return listener_.on_written(characteristic, outcome(), now);
  if (kind == Kind::Subscribe) return listener_.on_subscribed(characteristic, outcome(), now);
  if (fault) return listener_.on_read(characteristic, fail(*fault), now);
  listener_.on_read(characteristic, std::get<Value>(*reply).value, now);
}

void Client::Impl::see_deadlines(Instant now) {
  if (!pending_) return;
  const bool is_silent = now - waiting_since_ >= kLongestSilence;
  if (now < pending_->deadline && !is_silent) return;
  const Pending asked = *std::exchange(pending_, std::nullopt);
  ++unanswered_;
  if (state_ == State::Discovering) {
    return lose(fmt::format("{} takes connections but does not answer; another program may be connected to it, and "
                            "trainers serve one at a time",
                            where_),
                now);
  }
  if (is_silent || unanswered_ >= kMostUnanswered) {
    return lose(fmt::format("{} has fallen silent; is the trainer awake and in reach?", where_), now);
  }
  answer(asked.kind, asked.characteristic,
         fail(Error{fmt::format("{} {}: no answer within {:.0f} s", verb(asked.kind), text_of(asked.characteristic),
                                seconds(definition_.request_timeout))}),
         now);
}

void Client::Impl::reconnect(const std::string& why) {
  if (state_ == State::Up && !given_up_) given_up_ = why;
}

void Client::Impl::lose(const std::string& why, Instant now, bool was_of_use) {
  guard_.dismiss();
  connection_.close();
  pending_.reset();
  refused_.clear();
  broken_.reset();
  given_up_.reset();
  backoff_.lost(now, was_of_use);
  state_ = State::Resting;
  retry_at_ = now + backoff_.next();
  listener_.on_lost(why, now);
}

void Client::Impl::leave(Instant now) {
  resolver_.reset();
  lose(fmt::format("the connection to {} was closed as asked", where_), now);
  state_ = State::Closed;
}

std::string Client::Impl::why_not_connected(int code) const {
  switch (code) {
    case ECONNREFUSED:
      return fmt::format("nothing listens on {}; is the trainer awake, and is this its address and port?", where_);
    case ETIMEDOUT: return fmt::format("{} does not answer; is the trainer awake and in this network?", where_);
    case EHOSTUNREACH:
    case ENETUNREACH: return fmt::format("{} cannot be reached; is this computer in the trainer's network?", where_);
    default: return fmt::format("no connection to {}: {}", where_, std::strerror(code));
  }
}

std::string Client::Impl::why_ended() const {
  if (!has_heard_) {
    return fmt::format("{} closed the connection at once: another program is connected to it; close that one first",
                       where_);
  }
  return fmt::format("{} closed the connection", where_);
}

}  // namespace tonus::sensors::dircon
