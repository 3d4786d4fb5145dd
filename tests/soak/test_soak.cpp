// A whole ride over the wire at maximum speed: client, trainer, strap and session share one fake clock; sockets are
// real.
#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <engine/core/timeline.hpp>
#include <runner.hpp>
#include <scenarios/catalogue/catalogue.hpp>
#include <scenarios/journal/ledger.hpp>
#include <sensors/dircon/client.hpp>
#include <sensors/dircon/server.hpp>
#include <sensors/gatt/peer.hpp>
#include <sensors/hub/hub.hpp>
#include <xr/headless/scripted_player.hpp>

namespace tonus::tool {
namespace {

using namespace sensors;

constexpr double kDefault_s = 600.0;
constexpr Duration kStep = std::chrono::milliseconds(25);

double length_s() {
  const char* asked = std::getenv("TONUS_SOAK_S");
  return asked != nullptr ? std::atof(asked) : kDefault_s;
}

/// What is allocated, the kept ledger aside; large blocks lie outside the heap proper and count as well.
std::ptrdiff_t heap_without(const std::string& text) {
  const struct mallinfo2 info = mallinfo2();
  return static_cast<std::ptrdiff_t>(info.uordblks + info.hblkhd) - static_cast<std::ptrdiff_t>(text.capacity());
}

std::size_t open_files() {
  return static_cast<std::size_t>(
      std::distance(std::filesystem::directory_iterator("/proc/self/fd"), std::filesystem::directory_iterator{}));
}

/// A trainer on a real socket and the peer that listens to it, stepped by whoever polls.
class WireSource final : public SensorSource, public PeerOutlet {
 public:
  explicit WireSource(dircon::FaultPlan faults) {
    auto made = dircon::Server::create({.port = 0, .faults = std::move(faults)}, time_);
    if (!made) throw std::runtime_error(made.error().message);
    server_ = std::move(*made);
    dircon::ClientDefinition where{.host = "127.0.0.1", .port = server_->port()};
    client_ = std::make_unique<dircon::Client>(where, peer_, time_);
    peer_.attach(*client_);
    info_.name = "wire";
    info_.is_live = true;
  }

  const SourceInfo& info() const noexcept override { return info_; }
  void poll(Instant until, const SourceFeedback& previous, SampleBatch& out) noexcept override {
    peer_.set_command(previous.trainer);
    while (time_.now() + kStep <= until) {
      time_.set(time_.now() + kStep);
      server_->run_once({});
      static_cast<void>(server_->take_events());  // nobody reads them here, and they would be kept
      client_->run_once({});
      peer_.on_time(time_.now());
      most_w_ = std::max(most_w_, server_->trainer().target.value_or(Watts{}).value);
    }
    std::ranges::sort(waiting_, comes_first);
    std::size_t given = 0;
    while (given < waiting_.size() && waiting_[given].at <= until && out.try_push(waiting_[given])) ++given;
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(given));
  }
  bool has_ended() const noexcept override { return false; }
  void put(Instant at, SampleKind kind, double value, Quality quality, std::uint8_t source) noexcept override {
    waiting_.push_back(
        {.at = at, .value = value, .quality = quality, .sequence = next_++, .kind = kind, .source = source});
    ++measured_;
  }
  void tell(const DeviceEvent& event) noexcept override { ++events_[event.kind]; }

  [[nodiscard]] const dircon::TrainerState& trainer() const { return server_->trainer(); }
  [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }
  [[nodiscard]] std::uint64_t measured() const { return measured_; }
  [[nodiscard]] double most_w() const { return most_w_; }
  [[nodiscard]] int count(DeviceEventKind kind) const { return events_.contains(kind) ? events_.at(kind) : 0; }
  /// Lets what is in flight arrive.
  void settle(double s) {
    SampleBatch batch;
    const Instant end = time_.now() + from_seconds(s);
    while (time_.now() < end) {
      batch.clear();
      poll(time_.now() + kStep, {.trainer = {TrainerMode::Release, 0.0F}}, batch);
    }
  }

 private:
  static bool comes_first(const Sample& a, const Sample& b) { return comes_before(a, b); }

  ManualTimeline time_;
  SourceInfo info_;
  std::unique_ptr<dircon::Server> server_;
  Peer peer_{{.name = "wire", .id = "wire", .carrier = "dircon"}, *this};
  std::unique_ptr<dircon::Client> client_;
  std::vector<Sample> waiting_;
  std::map<DeviceEventKind, int> events_;
  std::uint32_t next_ = 0;
  std::uint64_t measured_ = 0;
  double most_w_ = 0.0;
};

/// Keeps the ledger as a session's folder would, and what a reader would check of it.
class Rows final : public RowSink {
 public:
  void take(const adaptation::Decision& row) noexcept override {
    text += chain.append(row);
    text += '\n';
    ++taken;
    if (row.to > row.from + 1e-12 && (!row.envelope.is_known || row.envelope.quality < adaptation::kTrustedQuality))
      ++raised_blind;
  }
  journal::LedgerChain chain;
  std::string text;
  std::size_t taken = 0, raised_blind = 0;
};

TEST(Soak, ARideWithAFaultEveryMinuteLosesNothingLeaksNothingAndNeverRaisesBlind) {
  const double ride_s = length_s();
  ASSERT_GE(ride_s, 120.0);
  const std::size_t files_before = open_files();
  // A fault of every kind by chance, and the two that hurt most for certain.
  const std::vector<std::string_view> words{"every:60:random", "silence@35+12", "drop@75+12"};
  auto faults = dircon::FaultPlan::parse(words, 11);
  ASSERT_TRUE(faults) << faults.error().message;
  {
    auto wire = std::make_unique<WireSource>(std::move(*faults));
    WireSource& trainer = *wire;
    std::vector<SensorHub::Part> parts;
    parts.push_back({std::move(wire), 1});
    SensorHub hub(std::move(parts));

    session::SessionDefinition definition{.source = "wire", .length_s = ride_s, .trainer_most_w = 180.0};
    definition.limits = body::heart_limits({});
    auto scenario = catalogue::make("strike", "");
    ASSERT_TRUE(scenario);
    auto session = session::Session::create(definition, std::move(*scenario));
    ASSERT_TRUE(session) << session.error().message;
    Rows rows;
    Runner runner({.session = session->get(), .source = &hub, .rows = &rows});
    xr::ScriptedPlayer player;
    BodyPoses poses = player.step({});

    std::ptrdiff_t heap_early = 0;
    const auto ticks = static_cast<std::int64_t>(ride_s * kTicksPerSecond) + 2 * kTicksPerSecond;
    bool has_ended = false;
    for (std::int64_t tick = 0; tick < ticks && !has_ended; ++tick) {
      const session::TickOutputs out = runner.step(poses, {});
      poses = player.step(out.frame);
      has_ended = out.has_ended;
      if (tick == 100 * kTicksPerSecond) heap_early = heap_without(rows.text);
    }
    EXPECT_TRUE(has_ended);
    const std::ptrdiff_t heap_late = heap_without(rows.text);
    trainer.settle(10.0);

    const int lost = trainer.count(DeviceEventKind::Lost), stale = trainer.count(DeviceEventKind::Stale);
    std::printf(
        "soak: %.0f s, %llu samples, %zu rows, lost %d, stale %d, bad packets told %d, heap %+.1f KiB, most %.0f W\n",
        ride_s, static_cast<unsigned long long>(trainer.measured()), rows.taken, lost, stale,
        trainer.count(DeviceEventKind::BadPacket), static_cast<double>(heap_late - heap_early) / 1024.0,
        trainer.most_w());

    // It was a ride, and the faults were felt.
    EXPECT_GT(trainer.most_w(), 50.0);
    EXPECT_GE(lost, 1);
    EXPECT_GE(stale, 1);
    EXPECT_GT(runner.statistics().coverage(), 0.5);
    // Nothing lost, nothing raised blind, the load off at the end.
    EXPECT_EQ(hub.lost_samples(), 0U);
    EXPECT_LT(trainer.waiting(), 8U);
    EXPECT_EQ(rows.raised_blind, 0U);
    EXPECT_FALSE(trainer.trainer().is_loaded());
    const journal::LedgerScan scan = journal::scan_ledger(rows.text);
    EXPECT_FALSE(scan.fault) << scan.fault->message;
    EXPECT_EQ(scan.rows.size(), rows.taken);
    const journal::ChainReport chain = journal::check_chain(scan.rows, rows.chain.head());
    EXPECT_EQ(chain.good_rows, rows.taken) << chain.fault;
    EXPECT_TRUE(chain.reaches_end);
    EXPECT_LT(heap_late, heap_early + 256 * 1024) << "memory grows with the ride";
  }
  EXPECT_EQ(open_files(), files_before);
}

}  // namespace
}  // namespace tonus::tool
