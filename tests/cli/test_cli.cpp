// What goes in by hand and what comes out: good input leaves files, bad input one line and the right status.
#include <sstream>
#include <vector>

#include <nlohmann/json.hpp>

#include "command.hpp"

namespace tonus {
namespace {

using nlohmann::json;
const std::string kQuick = "play strike --display headless --speed max ";

using Play = CommandTest;

TEST_F(Play, LeavesRecordingLedgerSummaryReportAndPictures) {
  const Said said = tonus(kQuick + "--seconds 20 --shots 2 --out D --json");
  ASSERT_EQ(said.status, 0) << said.err;
  const json summary = json::parse(said.out);
  for (const char* key :
       {"scenario", "source", "display", "seed", "duration_s", "ticks", "hash", "ledger_hash", "intensity",
        "heart_rate", "target", "in_band_percent", "score", "changes", "events", "files", "build"}) {
    EXPECT_TRUE(summary.contains(key)) << key;
  }
  EXPECT_EQ(summary, json::parse(text_of(folder_ / "D/summary.json")));
  for (const auto& file : summary["files"]) EXPECT_TRUE(has(("D/" + file.get<std::string>()).c_str())) << file;
  EXPECT_TRUE(has("D/shot-02.png"));
  EXPECT_NE(text_of(folder_ / "D/report.html").find("<svg"), std::string::npos);

  const Said replayed = tonus("replay D/session.tonus --verify --json");
  EXPECT_EQ(replayed.status, 0) << replayed.err;
  const json report = json::parse(replayed.out);
  EXPECT_EQ(report["hash"], summary["hash"]);
  EXPECT_EQ(report["ledger_hash"], summary["ledger_hash"]);
  EXPECT_TRUE(report["diverged_tick"].is_null());

  const Said explained = tonus("explain D/ledger.jsonl --json");
  EXPECT_EQ(explained.status, 0) << explained.err;
  for (const auto& row : json::parse(explained.out)) EXPECT_TRUE(row["recomputed"].get<bool>());
  EXPECT_EQ(tonus("explain D/session.tonus --at 5").status, 0);
}

TEST_F(Play, WithoutAYesNothingStays) {
  const Said said = tonus(kQuick + "--seconds 10");
  EXPECT_EQ(said.status, 0);
  EXPECT_NE(said.out.find("nothing was kept"), std::string::npos);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_ / "home"))
    files += entry.is_regular_file();
  EXPECT_EQ(files, 0U);
}

TEST_F(Play, WithAYesSessionsLandInTheDataFolder) {
  std::filesystem::create_directories(folder_ / "home/config/tonus");
  write("home/config/tonus/preferences.json", R"({"version": 1, "keep_sessions": true})");
  const Said said = tonus(kQuick + "--seconds 10");
  EXPECT_EQ(said.status, 0) << said.err;
  EXPECT_NE(said.out.find("home/data/tonus/sessions/"), std::string::npos) << said.out;
}

TEST_F(Play, AScenarioFileAndAPlanAndAProfileAreTaken) {
  write("slow.json", R"({"scenario":"strike","beats_per_minute":60})");
  write("plan.json", R"({"plan":[{"until_s":8,"target_bpm":110},{"until_s":20,"target_bpm":120}]})");
  write("me.json", R"({"age":50,"rest_bpm":60,"limits":{"ceiling_bpm":150}})");
  const Said said =
      tonus("play slow.json --display headless --speed max --seconds 20 --plan plan.json --profile me.json --json");
  ASSERT_EQ(said.status, 0) << said.err;
  EXPECT_EQ(json::parse(said.out)["target"]["ceiling_bpm"], 150.0);
}

TEST_F(Play, AMissingFileIsOneLine) {
  const Said said = tonus(kQuick + "--source file:nope.fit");
  EXPECT_EQ(said.status, 2);
  expect_one_line(said.err, "nope.fit");
}

TEST_F(Play, APictureThatCallsItselfFitIsOneLine) {
  write("photo.fit", std::string("\xFF\xD8\xFF\xE0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0", 20) + std::string(400, 'x'));
  const Said said = tonus(kQuick + "--source file:photo.fit");
  EXPECT_EQ(said.status, 2);
  expect_one_line(said.err, "not a FIT file");
}

TEST_F(Play, AnErrorInAScenarioFileNamesLineAndColumn) {
  write("bad.json", "{\n  \"scenario\": \"strike\",\n  \"reach_m\": [0.1, 9]\n}\n");
  const Said said = tonus("play bad.json --display headless --speed max");
  EXPECT_EQ(said.status, 2);
  expect_one_line(said.err, "bad.json: line 3, column 3");
}

TEST_F(Play, WithoutAVulkanDeviceItSaysWhatToInstall) {
  const Said said =
      tonus(kQuick + "--seconds 10 --shots 1 --out D", "VK_ICD_FILENAMES=/nonexistent VK_DRIVER_FILES=/nonexistent");
  EXPECT_EQ(said.status, 1);
  expect_one_line(said.err, "mesa-vulkan-drivers");
  EXPECT_FALSE(has("D/session.tonus"));
}

TEST_F(Play, AnUnwritableFolderIsOneLine) {
  const Said said = tonus(kQuick + "--seconds 10 --out /proc/nowhere");
  EXPECT_EQ(said.status, 1);
  expect_one_line(said.err, "/proc/nowhere");
}

TEST_F(Play, AFullDiskCostsNothingRecordedUpToThen) {
  // A file-size limit stands for the full disk: the write fails in the same place, with no need to mount one.
  const Said said = tonus(kQuick + "--seconds 60 --out D", "ulimit -f 300;");
  EXPECT_EQ(said.status, 1);
  expect_one_line(said.err, "session.tonus: recording stopped");
  const Said replayed = tonus("replay D/session.tonus --verify --json");
  EXPECT_EQ(replayed.status, 0);
  EXPECT_GT(json::parse(replayed.out)["ticks"], 100);
  EXPECT_FALSE(json::parse(replayed.out)["complete"].get<bool>());
  expect_one_line(replayed.err, "cut short");
}

TEST_F(Play, CtrlCEndsCleanlyAndWhatWasPlayedReplays) {
  const Said said = tonus(
      "play strike --display headless --speed max --seconds 40000 --out D & p=$!; sleep 2; kill -INT $p; wait $p; exit "
      "$?;"
      " true");
  EXPECT_EQ(said.status, 130);
  const Said replayed = tonus("replay D/session.tonus --verify --json");
  EXPECT_EQ(replayed.status, 0) << replayed.err;
  EXPECT_TRUE(json::parse(replayed.out)["complete"].get<bool>());
}

TEST_F(Play, TenMinutesOfSoakSettleInTheBandLoseNoRowAndReplay) {
  const Said said = tonus(kQuick + "--seconds 600 --seed 4 --out D --json");
  ASSERT_EQ(said.status, 0) << said.err;
  EXPECT_EQ(said.err, "");
  const json summary = json::parse(said.out);
  EXPECT_EQ(summary["ticks"], 600 * 120 + 1);
  EXPECT_GT(summary["in_band_percent"], 50.0);
  EXPECT_GT(summary["heart_rate"]["coverage"], 0.95);
  const std::string ledger = text_of(folder_ / "D/ledger.jsonl");
  EXPECT_EQ(json::parse(ledger.substr(ledger.rfind("{\"t\":")))["hash"], summary["ledger_hash"]);
  EXPECT_EQ(tonus("replay D/session.tonus --verify").status, 0);
  EXPECT_EQ(tonus("explain D/ledger.jsonl").status, 0);
}

using Usage = CommandTest;
using Decode = CommandTest;

TEST_F(Usage, WrongWordsAreOneLineAndStatusTwo) {
  for (const char* arguments : {"frobnicate", "play --speed fast", "play nosuch --display headless", "play --seconds 3",
                                "replay", "replay nope", "explain nope", "play --display headset --speed max",
                                "play strike --target-bpm 130 --plan x", "play --seed minus"}) {
    const Said said = tonus(arguments);
    EXPECT_EQ(said.status, 2) << arguments;
    EXPECT_EQ(said.out, "") << arguments;
    expect_one_line(said.err, "");
  }
}

TEST_F(Decode, OneJsonLineAPacketAndStateBetweenThem) {
  const Said said = tonus("decode 2A63 20002d000200b812 20002e000300ae17 20 --json");
  EXPECT_EQ(said.status, 0);
  EXPECT_EQ(said.err, "");
  std::istringstream lines(said.out);
  std::vector<json> all;
  for (std::string line; std::getline(lines, line);) all.push_back(json::parse(line));
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0]["ok"], true);
  EXPECT_EQ(all[0]["fields"]["power_w"], 45);
  EXPECT_FALSE(all[0]["fields"].contains("cadence_rpm"));
  EXPECT_NEAR(all[1]["fields"]["cadence_rpm"].get<double>(), 48.378, 0.001);
  EXPECT_EQ(all[2]["ok"], false);
  EXPECT_EQ(all[2]["error"], "2a63: 1 octet, expected at least 4 (octets: 20)");
  EXPECT_FALSE(all[2].contains("fields"));
}

TEST_F(Decode, PeopleGetALineToRead) {
  const Said said = tonus("decode 2a37 164800040002 00");
  EXPECT_EQ(said.status, 0);
  EXPECT_EQ(said.out,
            "bpm 72, plausible yes, contact_supported yes, contact yes, rr_1024 [1024,512]\n"
            "error: 2a37: 1 octet, expected at least 2 (octets: 00)\n");
}

TEST_F(Decode, TextThatIsNotUtf8IsStillJson) {
  const Said said = tonus("decode 2ad3 010dff --json");
  EXPECT_EQ(said.status, 0);
  EXPECT_TRUE(json::accept(said.out)) << said.out;
}

TEST_F(Decode, AnUnknownLabelOrTextThatIsNotHexIsOneLineAndNothingElse) {
  for (const char* arguments :
       {"decode 2a99 00", "decode 2a37 0", "decode 2a37 00 xy --json", "decode 2a37 0x00", "decode 2a37", "decode"}) {
    const Said said = tonus(arguments);
    EXPECT_EQ(said.status, 2) << arguments;
    EXPECT_EQ(said.out, "") << arguments;
    expect_one_line(said.err, "");
  }
  expect_one_line(tonus("decode 2a99 00").err, "2a37");
  expect_one_line(tonus("decode 2a37 xy").err, "not hex");
}

using Hrv = CommandTest;

TEST_F(Hrv, CorrectsUnlessAskedNotToAndSaysWhatItCannotSay) {
  std::string rows;
  for (int i = 0; i < 400; ++i) rows += std::to_string(i == 200 ? 1640 : 800 + i * i % 23) + "\n";
  write("beats.txt", rows);
  const Said corrected = tonus("hrv beats.txt --json");
  ASSERT_EQ(corrected.status, 0) << corrected.err;
  const json clean = json::parse(corrected.out);
  for (const char* key :
       {"beats", "artifacts", "artifact_percent", "mean_nn_ms", "sdnn_ms", "rmssd_ms", "sdsd_ms", "pnn50_percent",
        "sd1_ms", "sd2_ms", "dfa_alpha1", "lf_ms2", "hf_ms2", "lf_hf", "respiration_per_min", "remarks"}) {
    EXPECT_TRUE(clean.contains(key)) << key;
  }
  EXPECT_EQ(clean["beats"], 400);
  ASSERT_EQ(clean["artifacts"].size(), 1U);
  EXPECT_EQ(clean["artifacts"][0]["index"], 200);
  EXPECT_EQ(clean["artifacts"][0]["kind"], "missed");
  const json raw = json::parse(tonus("hrv beats.txt --raw --json").out);
  EXPECT_EQ(raw["artifacts"].size(), 0U);
  EXPECT_GT(raw["rmssd_ms"], 4.0 * clean["rmssd_ms"].get<double>());
  EXPECT_NE(tonus("hrv beats.txt").out.find("1 missed"), std::string::npos);

  write("few.txt", "800\n810\n790\n805\n");
  const json few = json::parse(tonus("hrv few.txt --json").out);
  EXPECT_TRUE(few["dfa_alpha1"].is_null());
  EXPECT_TRUE(few["lf_ms2"].is_null());
  EXPECT_EQ(few["remarks"]["rmssd_ms"], "too short: 60 s are wanted");

  // Two columns say when: twenty seconds are missing, and no difference is taken across them.
  write("gap.txt", "1.0 800\n1.8 800\n2.6 800\n23.4 900\n24.3 900\n25.2 900\n");
  const json gap = json::parse(tonus("hrv gap.txt --json").out);
  EXPECT_EQ(gap["gaps"], 1);
  EXPECT_EQ(gap["rmssd_ms"], 0.0);
}

TEST_F(Hrv, AFileWithoutBeatsIsOneLine) {
  write("ride.csv", "t,hr\n0,100\n1,101\n");
  const Said said = tonus("hrv ride.csv");
  EXPECT_EQ(said.status, 2);
  expect_one_line(said.err, "no RR intervals");
  EXPECT_EQ(tonus("hrv missing.txt").status, 2);
}

using Lab = CommandTest;

TEST_F(Lab, PrintsFiguresAndLeavesAPage) {
  const Said said = tonus("lab --athletes 3 --seed 1 --protocol overshoot --threads 2 --out lab.html --json");
  ASSERT_EQ(said.status, 0) << said.err;
  const json report = json::parse(said.out);
  EXPECT_EQ(report["seeds"]["count"], 3);
  ASSERT_FALSE(report["rows"].empty());
  for (const char* law : {"ours", "hunt_c1_replica", "zone_step", "fixed_load", "lqg_0.3"}) {
    EXPECT_TRUE(report["rows"][0]["laws"].contains(law)) << law;
  }
  EXPECT_NE(text_of(folder_ / "lab.html").find("</html>"), std::string::npos);
  const Said nonlinear = tonus("lab --athletes 3 --seed 1 --protocol overshoot --plant nonlinear --json");
  EXPECT_NE(json::parse(nonlinear.out)["rows"], report["rows"]);
}

TEST_F(Lab, AnUnknownProtocolIsOneLine) {
  const Said said = tonus("lab --protocol sprint");
  EXPECT_EQ(said.status, 2);
  expect_one_line(said.err, "one of all, steady");
}

TEST_F(Usage, WhatIsNotBuiltYetSaysSo) {
  for (const char* name : {"movement x", "sessions", "export 1 --to fit", "consent", "erase"}) {
    const Said said = tonus(name);
    EXPECT_EQ(said.status, 2) << name;
    expect_one_line(said.err, "not built yet");
  }
}

TEST_F(Usage, HelpNamesEveryCommand) {
  const Said said = tonus("--help");
  EXPECT_EQ(said.status, 0);
  for (const char* name : {"play", "scenarios", "replay", "explain", "doctor", "hrv", "bench", "lab", "steer"}) {
    EXPECT_NE(said.out.find(name), std::string::npos) << name;
    EXPECT_EQ(tonus(std::string(name) + " --help").status, 0) << name;
  }
}

TEST_F(Usage, ScenariosAndDoctorSpeakJson) {
  const Said scenarios = tonus("scenarios --json");
  ASSERT_EQ(scenarios.status, 0);
  EXPECT_EQ(json::parse(scenarios.out)[0]["name"], "strike");
  const json doctor = json::parse(tonus("doctor --json").out);
  EXPECT_GE(doctor["checks"].size(), 5U);
}

}  // namespace
}  // namespace tonus
