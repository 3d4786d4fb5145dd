// Captured rooms, whole and broken, against what is known of them.
#include <limits>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <xr/rooms/room_capture.hpp>

#include "made_rooms.hpp"
#include "shared_files.hpp"

namespace tonus::xr {
namespace {

TEST(Room, AFloorATableAndAWallAreWhereTheyStand) {
  const auto r = read_room(made::room(4, 5,
                                      made::box("TABLE", 1, 0.75, -1, 0.8, 1.2, 0.75) + ", " +
                                          made::plane("WALL_FACE", 2, 1.3, 0, 5, 2.6, true)),
                           "made");
  ASSERT_TRUE(r) << r.error().message;
  EXPECT_EQ(r->entities, 4U);
  EXPECT_FLOAT_EQ(r->plan.ceiling_m, 2.6F);
  ASSERT_EQ(r->plan.outline.size(), 4U);
  ASSERT_EQ(r->plan.boxes.size(), 2U);
  const RoomBox& table = r->plan.boxes[0];
  EXPECT_EQ(table.label, RoomLabel::Table);
  EXPECT_NEAR(distance_m(table, {1.0F, 1.25F, -1.0F}), 0.5F, 1e-4F) << "its top is at 0.75 m";
  EXPECT_NEAR(distance_m(table, {1.9F, 0.3F, -1.0F}), 0.5F, 1e-4F) << "0.8 m wide";
  EXPECT_NEAR(distance_m(table, {1.0F, 0.3F, 0.1F}), 0.5F, 1e-4F) << "1.2 m deep";
  EXPECT_NEAR(rotate(table.stage_from_box.rotation, {0, 1, 0}).y, 1.0F, 1e-4F) << "its y is upright";
  const RoomBox& wall = r->plan.boxes[1];
  EXPECT_EQ(wall.label, RoomLabel::Wall);
  EXPECT_NEAR(distance_m(wall, {1.0F, 1.0F, 2.4F}), 1.0F, 1e-4F);
  EXPECT_GT(distance_m(wall, {2.0F, 1.0F, 3.5F}), 0.9F) << "5 m long";
  const RoomGuard guard(r->plan);
  EXPECT_NEAR(guard.nearest_m({0.0F, 1.3F, 0.0F}), 0.77F, 0.2F);
  EXPECT_EQ(guard.nearest_m({2.5F, 1.3F, 0.0F}), 0.0F) << "outside";
}

TEST(Room, ATopWithoutABoxReachesDownAndOneWithABoxIsNotCountedTwice) {
  const auto bare = read_room(made::room(4, 5, made::plane("TABLE", 1, 0.7, 1, 1, 1)), "made");
  ASSERT_TRUE(bare);
  ASSERT_EQ(bare->plan.boxes.size(), 1U);
  EXPECT_NEAR(distance_m(bare->plan.boxes[0], {1.0F, 0.1F, 1.0F}), 0.0F, 1e-6F);
  const auto both = read_room(
      made::room(4, 5, made::plane("TABLE", 1, 0.7, 1, 1, 1) + ", " + made::box("TABLE", 1, 0.7, 1, 1, 1, 0.7)),
      "made");
  ASSERT_TRUE(both);
  EXPECT_EQ(both->plan.boxes.size(), 1U);
  EXPECT_EQ(both->labels.at("TABLE"), 2U);
}

TEST(Room, EveryTruncationIsAnErrorOfOneLine) {
  const std::string whole = made::room(4, 5, made::box("COUCH", 1, 0.7, 1, 1, 1, 0.7));
  ASSERT_TRUE(read_room(whole, "made"));
  for (std::size_t n = 0; n < whole.size(); ++n) {
    const auto r = read_room(std::string_view(whole).substr(0, n), "made");
    ASSERT_FALSE(r) << n;
    EXPECT_TRUE(r.error().message.starts_with("made: ")) << r.error().message;
    EXPECT_EQ(r.error().message.find('\n'), std::string::npos);
  }
}

TEST(Room, WhatIsNoRoomIsNamed) {
  const auto error_of = [](const std::string& text) {
    const auto r = read_room(text, "made");
    return r ? std::string{} : r.error().message;
  };
  EXPECT_NE(error_of("{}").find("spatialEntities"), std::string::npos);
  EXPECT_NE(error_of(R"({"spatialEntities": []})").find("no FLOOR"), std::string::npos);
  EXPECT_NE(error_of(R"({"spatialEntities": [7]})").find("entity 1"), std::string::npos);
  EXPECT_NE(error_of(made::room(4, 5, made::box("TA\\nBLE", 1e5, 1, 1, 1, 1, 1))).find("entity 3 (TA?BLE)"),
            std::string::npos);
  EXPECT_NE(error_of(made::room(4, 5, made::box("TABLE", 1, 1, 1, -1, 1, 1))).find("entity 3"), std::string::npos);
  EXPECT_NE(error_of(made::room(4, 5, "", 0.4)).find("CEILING"), std::string::npos);
  std::string many;
  for (std::size_t i = 0; i <= kMaxRoomBoxes; ++i)
    many += (i == 0 ? "" : ", ") + made::box("LAMP", 1, 1, 1, 0.1, 0.1, 0.1);
  EXPECT_NE(error_of(made::room(4, 5, many)).find("raise kMaxRoomBoxes"), std::string::npos);
}

TEST(Room, WhatASessionWouldRefuseIsRefusedHere) {
  // Each number is near enough, the thing is not.
  EXPECT_FALSE(read_room(made::room(4, 5, made::box("TABLE", 45, 1, 45, 1, 1, 1)), "made"));
  EXPECT_FALSE(read_room(made::room(4, 5, made::box("TABLE", 0, 1, 0, 80, 80, 1)), "made")) << "80 m across, twice";
  EXPECT_TRUE(read_room(made::room(4, 5, made::box("TABLE", 30, 1, 30, 1, 1, 1)), "made"));
}

TEST(RoomPlan, OfWhatAHeadsetSaysHeightsStayAndTheFloorIsTheOneUnderThePerson) {
  const auto floor = [](float x, float y, float half) {
    return RoomThing{.label = "FLOOR", .pose = {{}, {x, y, 0}}, .half_m = {half, 0, half}, .is_plane = true};
  };
  const std::vector<RoomThing> things{
      floor(0, 0.1F, 2), floor(10, 0, 6), {.label = "TABLE", .pose = {{}, {1, 0.4F, 0}}, .half_m = {0.3F, 0.4F, 0.3F}}};
  const auto here = plan_of(things, Vec3{0.5F, 1.6F, 0.5F});
  ASSERT_TRUE(here);
  EXPECT_FLOAT_EQ(here->outline[0].x, -2.0F);
  EXPECT_FLOAT_EQ(here->boxes[0].stage_from_box.position.y, 0.4F);
  const auto next_door = plan_of(things, Vec3{9, 1.6F, 0});
  ASSERT_TRUE(next_door);
  EXPECT_FLOAT_EQ(next_door->outline[0].x, 4.0F);
  const auto nowhere = plan_of(things, Vec3{-20, 1.6F, 0});
  ASSERT_TRUE(nowhere);
  EXPECT_FLOAT_EQ(nowhere->outline[0].x, 4.0F) << "the largest";
  EXPECT_TRUE(nowhere->boxes.empty()) << "the table is in the other room";
  // A house: more things than one room may have, and a ceiling below which nobody here has to stoop.
  std::vector<RoomThing> house = things;
  for (std::size_t i = 0; i <= kMaxRoomBoxes; ++i)
    house.push_back({.label = "LAMP", .pose = {{}, {8, 1, 0}}, .half_m = {0.1F, 0.1F, 0.1F}});
  house.push_back({.label = "CEILING", .pose = {{}, {10, 1.9F, 0}}, .half_m = {6, 0, 6}, .is_plane = true});
  house.push_back({.label = "CEILING", .pose = {{}, {0, 2.6F, 0}}, .half_m = {2, 0, 2}, .is_plane = true});
  const auto at_home = plan_of(house, Vec3{0.5F, 1.6F, 0.5F});
  ASSERT_TRUE(at_home) << at_home.error().message;
  EXPECT_EQ(at_home->boxes.size(), 1U);
  EXPECT_FLOAT_EQ(at_home->ceiling_m, 2.6F);
  EXPECT_FALSE(plan_of({}, Vec3{}));
}

TEST(RoomPlan, TheMostTellingOfLabelsIsTakenWhereverTheTextIsCut) {
  EXPECT_EQ(telling_label("TABLE"), "TABLE");
  EXPECT_EQ(telling_label("OTHER,TABLE"), "TABLE");
  EXPECT_EQ(telling_label("FURNITURE,OTHER"), "FURNITURE");
  EXPECT_EQ(telling_label(""), "");
  EXPECT_EQ(telling_label(",,"), "");
  EXPECT_EQ(telling_label("SOMETHING,FLOOR"), "FLOOR");
  const std::string whole = "OTHER,WALL_FACE,TABLE,DOOR_FRAME";
  for (std::size_t n = 0; n <= whole.size(); ++n) {
    const std::string cut = whole.substr(0, n);  // of a size of its own, so that nothing behind it is read
    const std::string_view label = telling_label(cut);
    EXPECT_TRUE(label.empty() || cut.find(label) != std::string::npos) << n;
    EXPECT_EQ(label == "WALL_FACE", n >= 15) << n;
  }
}

TEST(RoomPlan, WhatIsNoThingIsFound) {
  const RoomThing table{.label = "TABLE", .pose = {{}, {1, 0.4F, 0}}, .half_m = {0.3F, 0.4F, 0.3F}};
  EXPECT_FALSE(fault_of(table));
  const float nan = std::numeric_limits<float>::quiet_NaN(), inf = std::numeric_limits<float>::infinity();
  for (const float bad : {nan, inf, -inf}) {
    for (const auto& spoil :
         {+[](RoomThing&t, float x) { t.pose.position.x = x; }, +[](RoomThing&t, float x) { t.pose.rotation.w = x; },
          +[](RoomThing&t, float x) { t.centre_m.z = x; }, +[](RoomThing&t, float x) { t.half_m.y = x; }}) {
      RoomThing spoilt = table;
      spoil(spoilt, bad);
      EXPECT_TRUE(fault_of(spoilt)) << bad;
    }
  }
  RoomThing inside_out = table;
  inside_out.half_m.x = -0.3F;
  EXPECT_TRUE(fault_of(inside_out));
}

TEST(Room, CapturedRoomsHoldWhatAnotherReaderFound) {
  const std::string known = shared_file("rooms/expected.json");
  if (known.empty()) GTEST_SKIP() << "no rooms below " << shared_data() << "; set TONUS_SHARED to their folder";
  const auto all = nlohmann::json::parse(known);
  for (const auto& [file, expected] : all.items()) {
    const std::string text = shared_file("rooms/" + file);
    auto r = read_room(text, file);
    ASSERT_TRUE(r) << r.error().message;
    EXPECT_EQ(r->entities, expected["entities"].get<std::size_t>());
    EXPECT_EQ(r->labels.size(), expected["labels"].size());
    for (const auto& [label, n] : expected["labels"].items())
      EXPECT_EQ(r->labels[label], n.get<std::size_t>()) << label;
    EXPECT_EQ(r->meshes, 1U);
    // What stands in a room stands in it: within the walls, give or take a window sill.
    for (const RoomBox& box : r->plan.boxes) {
      EXPECT_GT(box.stage_from_box.position.y, 0.0F) << name_of(box.label);
      EXPECT_LT(box.stage_from_box.position.y - box.half_m.y, 3.0F) << name_of(box.label);
      EXPECT_LT(length(box.stage_from_box.position), 6.0F);
    }
    for (std::size_t n = 0; n < text.size(); n += n < 2000 ? 1 : 45'678)
      ASSERT_FALSE(read_room(std::string_view(text).substr(0, n), "cut")) << n;
  }
}

}  // namespace
}  // namespace tonus::xr
