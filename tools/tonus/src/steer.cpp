#include "steer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <engine/core/json_fault.hpp>
#include <engine/core/math.hpp>
#include <scenarios/adaptation/sentence.hpp>
#include <sensors/body/readiness.hpp>

namespace tonus::tool {
namespace {

using Json = nlohmann::json;
using adaptation::Decision;
using sensors::SampleKind;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kLongest_s = 43200.0;
constexpr double kCooldown_s = 30.0;  // after the plan, or a stop
constexpr double kLatest_s = 1e6;
constexpr double kLeastReserve_bpm = 20.0;
constexpr int kMostCatchUp = 60;
// The newest beat of a line lies less than one interval before the line's time; more says that beats were lost.
constexpr double kMostLag = 1.5;
constexpr double kOfFtp = 1.7;          // full scale: more than is held for a minute
constexpr double kReserveAtFtp = 0.80;  // share of heart-rate reserve at FTP
constexpr double kDoubt = 20.0;         // either side of a score that came without its interval

struct Actuator {
  std::string_view name;
  double full;  ///< where nobody says more
  double top;   ///< a range that ends above is taken to end here, so that its share that counts as light is light
  double least, opening;
  double bpm_per_unit;  ///< of an average person (facts d.1, d.2); 0: the full range brings the whole reserve
};
constexpr std::array<Actuator, 3> kActuators{{{"watts", 300.0, 600.0, 20.0, 20.0, 0.392},
                                              {"speed_m_s", 6.0, 8.0, 0.5, 1.1, 25.2},
                                              {"intensity", 1.0, 1.0, 0.0, 0.12, 0.0}}};

/// Members of one object by name; the first that is not as it should be is remembered. Absent is null.
class Members {
 public:
  Members(const Json& object, std::optional<Error>& fault) : object_(object), fault_(fault) {}

  [[nodiscard]] const Json* find(const char* name) const {
    const auto at = object_.find(name);
    return at == object_.end() || at->is_null() ? nullptr : &*at;
  }
  [[nodiscard]] std::optional<double> number(const char* name, double low, double high) const {
    const Json* value = find(name);
    if (value == nullptr) return std::nullopt;
    const double x = value->is_number() ? value->get<double>() : kNaN;
    if (x >= low && x <= high) return x;
    blame(fmt::format("{}: expected a number from {} to {}, or null", name, low, high));
    return std::nullopt;
  }
  [[nodiscard]] Members object(const char* name) const {
    static const Json kNone = Json::object();
    const Json* value = find(name);
    if (value != nullptr && !value->is_object()) blame(fmt::format("{}: expected an object or null", name));
    return {value != nullptr && value->is_object() ? *value : kNone, fault_};
  }
  void blame(std::string message) const {
    if (!fault_) fault_ = Error{std::move(message)};
  }

 private:
  const Json& object_;
  std::optional<Error>& fault_;
};

Result<Json, Error> read_object(std::string_view line) {
  if (line.size() > Steer::kLongestLine)
    return fail(Error{fmt::format("a line holds at most {} bytes", Steer::kLongestLine)});
  if (const auto fault = json_fault(line))
    return fail(Error{fmt::format("byte {}: {}", fault->offset + 1, fault->message)});
  Json document = Json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!document.is_object()) return fail(Error{"expected one JSON object a line"});
  return document;
}

std::vector<session::PlanStep> read_plan(const Members& config) {
  std::vector<session::PlanStep> plan;
  const auto target = config.number("target_bpm", 40.0, 220.0);
  const Json* steps = config.find("plan");
  if (target.has_value() == (steps != nullptr)) {
    config.blame("config: expected target_bpm or plan, one of the two");
  } else if (target) {
    plan.push_back({kLongest_s, *target});
  } else if (!steps->is_array() || steps->empty()) {
    config.blame(R"(plan: expected [{"until_s":600,"target_bpm":120}, …])");
  } else {
    for (const Json& step : *steps) {
      const auto part = [&](const char* name) {
        return step.is_object() && step.contains(name) && step[name].is_number() ? step[name].get<double>() : kNaN;
      };
      plan.push_back({part("until_s"), part("target_bpm")});
    }
  }
  return plan;
}

body::Profile read_profile(const Members& config, const Members& limits) {
  const auto rate = [](std::optional<double> bpm) { return bpm ? std::optional(BeatsPerMinute{*bpm}) : std::nullopt; };
  body::Profile profile;
  profile.age_years = config.number("age", 10.0, 100.0);
  profile.rest = rate(config.number("rest_bpm", 30.0, 110.0));
  profile.max = rate(config.number("max_bpm", 100.0, 230.0));
  profile.ceiling = rate(limits.number("ceiling_bpm", 50.0, 230.0));
  if (const auto ftp_w = config.number("ftp_w", 50.0, 600.0)) profile.ftp = Watts{*ftp_w};
  // heart_limits() would let rest give way in silence.
  if (profile.rest && profile.max && *profile.max - *profile.rest < BeatsPerMinute{kLeastReserve_bpm})
    config.blame("max_bpm: expected at least 20 above rest_bpm");
  if (profile.rest && profile.ceiling && *profile.ceiling - *profile.rest < BeatsPerMinute{kLeastReserve_bpm})
    config.blame("limits.ceiling_bpm: expected at least 20 above rest_bpm");
  return profile;
}

session::ReadinessNote read_readiness(const Members& config) {
  const Members said = config.object("readiness");
  const auto score = said.number("score", 0.0, 100.0);
  const auto low = said.number("low", 0.0, 100.0), high = said.number("high", 0.0, 100.0);
  if (!score) return {};
  session::ReadinessNote note{.is_known = true, .score = *score};
  note.low = low.value_or(math::clamp(*score - kDoubt, 0.0, *score));
  note.high = high.value_or(math::clamp(*score + kDoubt, *score, 100.0));
  if (!(note.low <= note.score && note.score <= note.high)) config.blame("readiness: expected low <= score <= high");
  note.scale = body::suggested_scale(note.score, note.low, note.high);
  return note;
}

SteeredRange read_range(const Actuator& actuator, const std::optional<Watts>& ftp, const Members& limits) {
  const bool is_intensity = actuator.name == "intensity";
  const auto most = limits.number("max", 0.0, is_intensity ? 1.0 : 3000.0);
  const auto least = limits.number("min", 0.0, is_intensity ? 1.0 : 3000.0);
  const double of_ftp = ftp && actuator.name == "watts" ? kOfFtp * ftp->value : 0.0;
  SteeredRange range;
  range.full = most ? std::min(*most, std::max(actuator.top, of_ftp)) : (of_ftp > 0.0 ? of_ftp : actuator.full);
  range.least = least.value_or(std::min(actuator.least, 0.5 * range.full));
  range.is_least_named = least.has_value();
  if (!(range.least < range.full)) limits.blame(fmt::format("limits: expected min below {}", range.full));
  return range;
}

Action action_of(const Members& line) {
  const Json* said = line.find("button");
  if (said == nullptr) return Action::None;
  if (*said == "stop") return Action::Stop;
  if (*said == "too_hard") return Action::Easier;
  if (*said == "too_easy") return Action::Harder;
  line.blame("button: expected \"stop\", \"too_hard\", \"too_easy\" or null");
  return Action::None;
}

std::int64_t tick_at(double s) { return std::llround(s * static_cast<double>(kTicksPerSecond)); }

nlohmann::ordered_json or_null(bool is_known, double x) {
  return is_known ? nlohmann::ordered_json(x) : nlohmann::ordered_json(nullptr);
}

}  // namespace

/// One line as it was said. Unknown is empty.
struct Steer::Reading {
  double t_s = 0.0;
  std::vector<double> rr_ms;
  std::optional<double> hr_bpm, cadence_rpm, power_w, rpe;
  std::optional<bool> has_contact;
  Action button = Action::None;
};

std::string error_line(std::string_view message) {
  return nlohmann::ordered_json{{"error", message}}.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<Steer, Error> Steer::begin(std::string_view config_line) {
  const auto document = read_object(config_line);
  if (!document) return fail(document.error());
  std::optional<Error> fault;
  const Members line(*document, fault);
  if (line.find("config") == nullptr) return fail(Error{R"(expected {"config":{…}} as the first line)"});
  const Members config = line.object("config");
  const Members limits = config.object("limits");

  const Json* word = config.find("actuator");
  const auto* const actuator =
      std::ranges::find_if(kActuators, [&](const Actuator& a) { return word != nullptr && *word == a.name; });
  if (actuator == kActuators.end()) {
    config.blame("actuator: expected \"watts\", \"speed_m_s\" or \"intensity\"");
    return fail(*fault);
  }

  session::SessionDefinition d;
  const body::Profile profile = read_profile(config, limits);
  d.limits = body::heart_limits(profile);
  d.plan = read_plan(config);
  d.readiness = read_readiness(config);
  const SteeredRange range = read_range(*actuator, profile.ftp, limits);
  const Json* seed = config.find("seed");
  if (seed != nullptr && !seed->is_number_unsigned()) config.blame("seed: expected a whole number from 0, or null");
  if (fault) return fail(*fault);
  if (seed != nullptr) d.seed = seed->get<std::uint64_t>();

  const double reserve_bpm = (d.limits.max - d.limits.rest).value;
  double bpm_per_unit = actuator->bpm_per_unit > 0.0 ? actuator->bpm_per_unit : reserve_bpm;
  if (actuator->name == "watts") {
    if (profile.ftp) bpm_per_unit = kReserveAtFtp * reserve_bpm / profile.ftp->value;
    d.trainer_most_w = math::clamp(range.full, 50.0, 600.0);
  }
  d.response = session::population_response(bpm_per_unit * range.full);
  d.length_s = std::min(d.plan.back().until_s + kCooldown_s, kLongest_s);
  d.warmup_s = 0.0;
  d.cooldown_s = std::min(kCooldown_s, d.length_s);
  if (const auto ok = session::check(d); !ok) return fail(ok.error());
  session::scale_plan(d);
  // check() wants a least below half, which a scenario must have room for; a machine may have less.
  d.least = range.least / range.full;
  d.opening = math::clamp(actuator->opening, range.least, range.full) / range.full;
  return Steer(std::move(d), range);
}

Steer::Steer(session::SessionDefinition definition, SteeredRange range)
    : definition_(std::move(definition)), range_(range) {}

Result<Steer::Reading, Error> Steer::read(std::string_view line) {
  const auto document = read_object(line);
  if (!document) return fail(document.error());
  std::optional<Error> fault;
  const Members members(*document, fault);
  Reading out;
  const auto t = members.number("t", 0.0, kLatest_s);
  if (!t) members.blame("t: expected seconds since the session began");
  out.t_s = t.value_or(0.0);
  if (const Json* beats = members.find("rr_ms")) {
    const auto is_beat = [](const Json& x) {
      return x.is_number() && x.get<double>() >= 1.0 && x.get<double>() <= 10000.0;
    };
    if (!beats->is_array() || !std::ranges::all_of(*beats, is_beat)) {
      members.blame("rr_ms: expected a list of numbers from 1 to 10000, or null");
    } else {
      out.rr_ms = beats->get<std::vector<double>>();
    }
  }
  out.hr_bpm = members.number("hr_bpm", 0.0, 400.0);
  out.cadence_rpm = members.number("cadence_rpm", 0.0, 400.0);
  out.power_w = members.number("power_w", 0.0, 5000.0);
  out.rpe = members.number("rpe", 6.0, 20.0);
  if (const Json* contact = members.find("contact")) {
    if (!contact->is_boolean()) {
      members.blame("contact: expected true, false or null");
    } else {
      out.has_contact = contact->get<bool>();
    }
  }
  out.button = action_of(members);
  if (fault) return fail(*fault);
  return out;
}

std::string Steer::step(std::string_view line) {
  const auto reading = read(line);
  if (!reading) return error_line(reading.error().message);
  if (conductor_ && !(reading->t_s > t_s_))
    return error_line(fmt::format("t: expected more than {}, the time before", t_s_));
  if (!conductor_) open(reading->t_s);
  live(*reading);
  return reply();
}

void Steer::open(double t_s) {
  begun_s_ = t_s;
  for (session::PlanStep& step : definition_.plan) step.until_s -= t_s;
  definition_.length_s -= t_s;
  conductor_.emplace(definition_);
}

void Steer::live(const Reading& said) {
  const double to_s = said.t_s - begun_s_;
  const Instant now = instant_at(to_s);
  if (said.has_contact)
    estimator_.observe({.at = now, .value = *said.has_contact ? 1.0 : 0.0, .kind = SampleKind::Contact});
  place_beats(said.rr_ms, to_s);
  for (int i = 0; i < kMostCatchUp && to_s - now_s_ >= 2.0; ++i) decide(now_s_ + 1.0, {}, {});

  const auto feed = [&](SampleKind kind, const std::optional<double>& value) {
    if (value) estimator_.observe({.at = now, .value = *value, .kind = kind});
  };
  feed(SampleKind::Cadence, said.cadence_rpm);
  feed(SampleKind::Power, said.power_w);
  if (said.hr_bpm != 0.0) feed(SampleKind::HeartRate, said.hr_bpm);

  InlineVector<InputEvent, 2> events;
  if (said.button != Action::None) events.try_push({.at = now, .action = said.button});
  // Said again is said once. Between two steps of the scale the harder one counts.
  if (said.rpe && *said.rpe != rpe_) {
    rpe_ = *said.rpe;
    events.try_push({.at = now, .action = Action::Rpe, .value = static_cast<std::uint8_t>(std::ceil(rpe_))});
  }
  session::BodySigns signs;
  signs.power_w = said.power_w.value_or(kNaN);
  signs.cadence_rpm = said.cadence_rpm.value_or(kNaN);
  decide(to_s, signs, {events.data(), events.size()});
  t_s_ = said.t_s;
}

void Steer::decide(double at_s, const session::BodySigns& signs, std::span<const InputEvent> events) {
  std::size_t heard = 0;
  for (; heard < beats_.size() && beats_[heard].at_s <= at_s; ++heard) {
    const Beat& beat = beats_[heard];
    estimator_.observe({.at = instant_at(beat.at_s), .value = beat.rr_ms, .kind = SampleKind::RrInterval});
  }
  beats_.erase(beats_.begin(), beats_.begin() + static_cast<std::ptrdiff_t>(heard));
  const Instant at = instant_at(at_s);
  heart_ = estimator_.estimate(at);
  rows_.clear();
  conductor_->tick(tick_at(at_s), heart_, signs, events, /*at_boundary=*/true, rows_);
  estimator_.observe_demand(at, Intensity{conductor_->intensity()}, BeatsPerMinute{definition_.response.gain_bpm});
  const Decision& d = conductor_->decision();
  has_settled_ = has_settled_ || (d.law_ran && d.step.next.is_settled);
  now_s_ = at_s;
}

/// Lines say how long beats lasted, not when they fell: each follows the one before by its own length. The chain begins
/// at the first line's time, is moved back whenever it runs ahead of a line, so that it soon lies where the beats do,
/// and begins anew where beats were lost.
void Steer::place_beats(const std::vector<double>& rr_ms, double now_s) {
  beats_.clear();
  if (rr_ms.empty()) return;
  double length_s = 0.0;
  for (const double rr : rr_ms) length_s += rr / 1000.0;
  double from_s = beat_s_;
  const double ends_s = beat_s_ + length_s;
  double stretch = 1.0;
  if (!has_beat_ || ends_s < now_s - kMostLag * rr_ms.back() / 1000.0) {
    from_s = now_s - length_s;
  } else if (ends_s > now_s) {
    from_s = now_s - length_s;
    if (from_s + rr_ms.front() / 1000.0 <= beat_s_) {
      // More beats than there was time for: they share it.
      from_s = beat_s_;
      stretch = (now_s - beat_s_) / length_s;
    }
  }
  for (const double rr : rr_ms) {
    from_s += stretch * rr / 1000.0;
    beats_.push_back({from_s, rr});
  }
  // The sum of many parts may end a hair after the whole.
  beats_.back().at_s = std::min(beats_.back().at_s, now_s);
  beat_s_ = beats_.back().at_s;
  has_beat_ = true;
}

std::string_view Steer::state_word(const Decision& d) const {
  using adaptation::State;
  switch (d.state) {
    case State::Warmup:
    case State::Track: return has_settled_ ? "track" : "warmup";
    case State::Paused:
    case State::Hold: return "hold";
    case State::Ease: return "ease";
    case State::Cooldown: return "cooldown";
    case State::Ended:
    case State::Count: break;
  }
  return "stop";
}

/// Of several decisions in one step: the opening, or a stop, rather than what follows from it.
const Decision& Steer::telling() const {
  const auto tells = [](const Decision& row) {
    return row.reason == adaptation::Reason::Opening || row.verdict.stop != row.envelope_before.stopped;
  };
  const auto* const row = std::ranges::find_if(rows_, tells);
  return row == rows_.end() ? conductor_->decision() : *row;
}

std::string Steer::reply() const {
  using nlohmann::ordered_json;
  const Decision& d = conductor_->decision();
  const double full = range_.full;
  double command = conductor_->intensity() * full;
  std::uint32_t limits = d.verdict.limits | (d.law_ran ? d.step.limits : 0U);
  if (range_.is_least_named && command < range_.least) {
    command = range_.least;
    limits |= adaptation::kLimitActuatorMin;
  }
  auto limited_by = ordered_json::array();
  for (int bit = 0; bit < adaptation::kLimitCount; ++bit) {
    if ((limits >> bit & 1U) != 0) limited_by.push_back(adaptation::limit_code(bit));
  }
  // Where the law was not asked, the load that holds or falls as planned is all that is asked.
  adaptation::ControlTerms terms{.feedforward = d.envelope.proposed};
  if (d.law_ran) terms = d.step.terms;
  const adaptation::ResponseEstimate model = conductor_->model().estimate();
  const ordered_json line{
      {"t", t_s_},
      {"command", std::min(command, full)},
      {"state", state_word(d)},
      {"reason", adaptation::code(telling().reason)},
      {"sentence", adaptation::sentence(telling())},
      {"quality", heart_.quality.value},
      {"estimate",
       {{"bpm", or_null(heart_.is_known, heart_.value.value)},
        {"spread_bpm", or_null(heart_.is_known, heart_.spread.value)},
        {"in_30s_bpm", or_null(heart_.is_known && heart_.in_30s.is_known, heart_.in_30s.bpm)}}},
      {"model", {{"gain", model.gain_bpm / full}, {"tau_s", model.tau_s}, {"delay_s", model.delay_s}}},
      {"terms",
       {{"feedforward", terms.feedforward * full},
        {"proportional", terms.proportional * full},
        {"integral", terms.integral * full},
        {"drift", terms.drift * full}}},
      {"limited_by", std::move(limited_by)}};
  return line.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace tonus::tool
