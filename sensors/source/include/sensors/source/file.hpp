#pragma once
// A recorded activity as a sensor: its records and beats become samples on the session clock, gaps stay gaps.

#include <filesystem>
#include <memory>

#include <engine/core/result.hpp>
#include <sensors/exchange/activity.hpp>
#include <sensors/source/sensor_source.hpp>

namespace tonus::sensors {

/// Plays an activity: heart rate, power, cadence and speed at the time of their record, RR intervals at the time of
/// their beat. Records that step back in time are left out and counted in info().notes, next to the warnings of the
/// reader. Does not react to the session. Everything is laid out here; poll() only copies. Error: nothing in it to
/// play.
[[nodiscard]] Result<std::unique_ptr<SensorSource>, Error> make_recorded(const exchange::Activity& activity,
                                                                         std::string name);

/// Reads the file (FIT, TCX, CSV, JSON lines, RR text: exchange::read_activity) and plays it.
[[nodiscard]] Result<std::unique_ptr<SensorSource>, Error> make_file_source(const std::filesystem::path& path);

}  // namespace tonus::sensors
