#include "room_finder.hpp"

#include <algorithm>
#include <cmath>

#include <engine/core/log.hpp>
#include <engine/core/math.hpp>
#include <xr/rooms/room_plan.hpp>

#include "input.hpp"

namespace tonus::xr::openxr {
namespace {

constexpr std::uint32_t kMostThings = 512, kMostLetters = 1024;
constexpr XrDuration kMostWait_ns = 2'000'000'000;
constexpr const char* kLabels =
    "FLOOR,CEILING,WALL_FACE,INVISIBLE_WALL_FACE,INNER_WALL_FACE,TABLE,COUCH,STORAGE,SCREEN,LAMP,PLANT,BED,WALL_ART,"
    "WINDOW_FRAME,DOOR_FRAME,OTHER";
/// Of the room's floor from that of the stage.
constexpr float kSameFloor_m = 0.3F;

/// A plane of the extension lies in x and y, +z away from it; ours in x and z.
RoomThing plane_of(const XrRect2Df& r) {
  RoomThing thing;
  thing.is_plane = true;
  thing.pose.rotation = axis_angle({1.0F, 0.0F, 0.0F}, static_cast<float>(math::kPi / 2.0));
  thing.half_m = {0.5F * r.extent.width, 0.0F, 0.5F * r.extent.height};
  thing.centre_m = {r.offset.x + thing.half_m.x, 0.0F, -r.offset.y - thing.half_m.z};
  return thing;
}

RoomThing box_of(const XrRect3DfFB& r) {
  RoomThing thing;
  thing.half_m = {0.5F * r.extent.width, 0.5F * r.extent.height, 0.5F * r.extent.depth};
  thing.centre_m = Vec3{r.offset.x, r.offset.y, r.offset.z} + thing.half_m;
  return thing;
}

}  // namespace

RoomFinder::RoomFinder(const Api& api, XrSession session) : api_(api), session_(session) {
  XrSpaceStorageLocationFilterInfoFB here{XR_TYPE_SPACE_STORAGE_LOCATION_FILTER_INFO_FB};
  here.location = XR_SPACE_STORAGE_LOCATION_LOCAL_FB;
  XrSpaceComponentFilterInfoFB labelled{XR_TYPE_SPACE_COMPONENT_FILTER_INFO_FB};
  labelled.next = &here;
  labelled.componentType = XR_SPACE_COMPONENT_TYPE_SEMANTIC_LABELS_FB;
  XrSpaceQueryInfoFB query{XR_TYPE_SPACE_QUERY_INFO_FB};
  query.queryAction = XR_SPACE_QUERY_ACTION_LOAD_FB;
  query.maxResultCount = kMostThings;
  query.timeout = kMostWait_ns;
  query.filter = reinterpret_cast<const XrSpaceFilterInfoBaseHeaderFB*>(&labelled);
  const XrResult result =
      api_.QuerySpacesFB(session_, reinterpret_cast<const XrSpaceQueryInfoBaseHeaderFB*>(&query), &query_);
  is_asking_ = XR_SUCCEEDED(result);
  if (!is_asking_) give_up(error_of(result, "xrQuerySpacesFB").message);
}

RoomFinder::~RoomFinder() {
  for (const XrSpace space : things_) api_.DestroySpace(space);
}

void RoomFinder::give_up(std::string trouble) {
  if (trouble_.empty()) trouble_ = std::move(trouble);
  is_asking_ = false;
}

void RoomFinder::handle(const XrEventDataBuffer& event) {
  if (event.type == XR_TYPE_EVENT_DATA_SPACE_QUERY_RESULTS_AVAILABLE_FB) {
    const auto& told = reinterpret_cast<const XrEventDataSpaceQueryResultsAvailableFB&>(event);
    if (is_asking_ && told.requestId == query_) take_results();
  } else if (event.type == XR_TYPE_EVENT_DATA_SPACE_QUERY_COMPLETE_FB) {
    const auto& told = reinterpret_cast<const XrEventDataSpaceQueryCompleteFB&>(event);
    if (!is_asking_ || told.requestId != query_) return;
    is_asking_ = false;
    if (XR_FAILED(told.result)) give_up(error_of(told.result, "xrQuerySpacesFB").message);
  } else if (event.type == XR_TYPE_EVENT_DATA_SPACE_SET_STATUS_COMPLETE_FB) {
    // One that failed is found out where it is located.
    std::erase(awaited_, reinterpret_cast<const XrEventDataSpaceSetStatusCompleteFB&>(event).requestId);
  }
}

void RoomFinder::take_results() {
  XrSpaceQueryResultsFB results{XR_TYPE_SPACE_QUERY_RESULTS_FB};
  XrResult result = api_.RetrieveSpaceQueryResultsFB(session_, query_, &results);
  if (XR_SUCCEEDED(result) && results.resultCountOutput > kMostThings - things_.size())
    return give_up("it says that there are " + std::to_string(results.resultCountOutput) + " things in the room, of " +
                   std::to_string(kMostThings) + " at most");
  std::vector<XrSpaceQueryResultFB> found(results.resultCountOutput);
  if (XR_SUCCEEDED(result) && !found.empty()) {
    results.resultCapacityInput = results.resultCountOutput;
    results.results = found.data();
    result = api_.RetrieveSpaceQueryResultsFB(session_, query_, &results);
  }
  if (XR_FAILED(result)) return give_up(error_of(result, "xrRetrieveSpaceQueryResultsFB").message);
  found.resize(std::min<std::size_t>(found.size(), results.resultCountOutput));
  for (const XrSpaceQueryResultFB& one : found) {
    if (one.space == XR_NULL_HANDLE) continue;
    things_.push_back(one.space);
    locate_from_now_on(one.space);
  }
}

void RoomFinder::locate_from_now_on(XrSpace space) {
  XrSpaceComponentStatusFB status{XR_TYPE_SPACE_COMPONENT_STATUS_FB};
  if (XR_FAILED(api_.GetSpaceComponentStatusFB(space, XR_SPACE_COMPONENT_TYPE_LOCATABLE_FB, &status)) ||
      status.enabled == XR_TRUE || status.changePending == XR_TRUE)
    return;
  XrSpaceComponentStatusSetInfoFB set{XR_TYPE_SPACE_COMPONENT_STATUS_SET_INFO_FB};
  set.componentType = XR_SPACE_COMPONENT_TYPE_LOCATABLE_FB;
  set.enabled = XR_TRUE;
  set.timeout = kMostWait_ns;
  XrAsyncRequestIdFB request = 0;
  if (XR_SUCCEEDED(api_.SetSpaceComponentStatusFB(space, &set, &request))) awaited_.push_back(request);
}

bool RoomFinder::is_enabled(XrSpace space, XrSpaceComponentTypeFB component) const {
  XrSpaceComponentStatusFB status{XR_TYPE_SPACE_COMPONENT_STATUS_FB};
  return XR_SUCCEEDED(api_.GetSpaceComponentStatusFB(space, component, &status)) && status.enabled == XR_TRUE;
}

std::string RoomFinder::labels_of(XrSpace space) const {
  XrSemanticLabelsSupportInfoFB ours{XR_TYPE_SEMANTIC_LABELS_SUPPORT_INFO_FB};
  ours.flags = XR_SEMANTIC_LABELS_SUPPORT_MULTIPLE_SEMANTIC_LABELS_BIT_FB |
               XR_SEMANTIC_LABELS_SUPPORT_ACCEPT_DESK_TO_TABLE_MIGRATION_BIT_FB |
               XR_SEMANTIC_LABELS_SUPPORT_ACCEPT_INVISIBLE_WALL_FACE_BIT_FB;
  ours.recognizedLabels = kLabels;
  XrSemanticLabelsFB labels{XR_TYPE_SEMANTIC_LABELS_FB};
  labels.next = &ours;
  if (!is_enabled(space, XR_SPACE_COMPONENT_TYPE_SEMANTIC_LABELS_FB) ||
      XR_FAILED(api_.GetSpaceSemanticLabelsFB(session_, space, &labels)) || labels.bufferCountOutput > kMostLetters)
    return {};
  std::string text(labels.bufferCountOutput, '\0');
  labels.bufferCapacityInput = labels.bufferCountOutput;
  labels.buffer = text.data();
  if (text.empty() || XR_FAILED(api_.GetSpaceSemanticLabelsFB(session_, space, &labels))) return {};
  text.resize(std::min<std::size_t>(text.size(), labels.bufferCountOutput));
  // Some runtimes count the end of the text, some do not.
  return text.substr(0, text.find('\0'));
}

RoomFinding RoomFinder::read(XrSpace stage, XrTime at, std::optional<Vec3> head_m) const {
  RoomFinding finding{.trouble = trouble_};
  if (!trouble_.empty()) return finding;
  std::vector<RoomThing> things;
  std::size_t left_out = 0;
  std::string first_fault;
  for (const XrSpace space : things_) {
    RoomThing thing;
    XrRect3DfFB box{};
    XrRect2Df plane{};
    if (is_enabled(space, XR_SPACE_COMPONENT_TYPE_BOUNDED_3D_FB) &&
        XR_SUCCEEDED(api_.GetSpaceBoundingBox3DFB(session_, space, &box))) {
      thing = box_of(box);
    } else if (is_enabled(space, XR_SPACE_COMPONENT_TYPE_BOUNDED_2D_FB) &&
               XR_SUCCEEDED(api_.GetSpaceBoundingBox2DFB(session_, space, &plane))) {
      thing = plane_of(plane);
    } else {
      continue;  // a mesh, or the room itself
    }
    thing.label = telling_label(labels_of(space));
    XrSpaceLocation location{XR_TYPE_SPACE_LOCATION};
    constexpr XrSpaceLocationFlags kPlaced =
        XR_SPACE_LOCATION_POSITION_VALID_BIT | XR_SPACE_LOCATION_ORIENTATION_VALID_BIT;
    const bool is_placed =
        XR_SUCCEEDED(api_.LocateSpace(space, stage, at, &location)) && (location.locationFlags & kPlaced) == kPlaced;
    if (is_placed) thing.pose = pose_of(location.pose) * thing.pose;
    auto fault = is_placed ? fault_of(thing) : std::optional<std::string_view>{"the headset does not know where it is"};
    if (!fault && thing.label == "FLOOR" && std::abs(thing.pose.position.y) > kSameFloor_m)
      fault = "it is not at the height of the floor that is tracked on";
    if (!fault) {
      things.push_back(std::move(thing));
    } else if (++left_out == 1) {
      first_fault = thing.label + ": " + std::string{*fault};
    }
  }
  if (left_out > 0)
    log::warning("the headset's room: " + std::to_string(left_out) + " of " + std::to_string(left_out + things.size()) +
                 " things are left out, the first a " + first_fault);
  if (things.empty()) {
    finding.trouble = "it knows none: set the room up in the headset's own settings";
    return finding;
  }
  auto plan = plan_of(things, head_m.value_or(Vec3{}));
  if (!plan) {
    finding.trouble = std::move(plan).error().message;
  } else {
    finding.plan = *plan;
  }
  return finding;
}

}  // namespace tonus::xr::openxr
