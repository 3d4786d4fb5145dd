#include "fake_peer.hpp"

#include <algorithm>

namespace tonus::test {

bool FakeCharacteristic::can(const std::string& flag) const {
  return std::find(flags.begin(), flags.end(), flag) != flags.end();
}

std::string FakePeer::path() const {
  std::string tail = address;
  std::replace(tail.begin(), tail.end(), ':', '_');
  return "/org/bluez/hci0/dev_" + tail;
}

std::string full_uuid(const std::string& assigned) { return "0000" + assigned + "-0000-1000-8000-00805f9b34fb"; }

namespace {

FakeService generic_attributes() {
  return {0x0008,
          "1801",
          {{0x0009, "2a05", {"indicate"}},
           {0x000c, "2b29", {"read", "write"}, {0}},
           {0x000e, "2b2a", {"read"}, Bytes(16, 0)},
           {0x0010, "2b3a", {"read"}, {0}}}};
}

FakeService information(const std::string& serial) {
  return {0x0012,
          "180a",
          {{0x0013, "2a29", {"read"}, {'T', 'o', 'n', 'u', 's'}},
           {0x0015, "2a25", {"read"}, Bytes(serial.begin(), serial.end())}}};
}

}  // namespace

FakePeer make_strap() {
  FakePeer strap;
  strap.address = "00:AA:01:01:00:01";
  strap.name = "Tonus HR 0001";
  strap.advertised = {"180d", "180f"};
  strap.services = {
      generic_attributes(),
      information("S-0001"),
      {0x003d, "180d", {{0x003e, "2a37", {"notify"}}, {0x0041, "2a38", {"read"}, {1}}, {0x0043, "2a39", {"write"}}}},
      {0x0045, "180f", {{0x0046, "2a19", {"read", "notify"}, {100}}}}};
  strap.battery = 100;
  return strap;
}

FakePeer make_trainer() {
  FakePeer trainer;
  trainer.address = "00:AA:01:02:00:02";
  trainer.name = "Tonus Bike 0002";
  trainer.advertised = {"1826"};
  trainer.services = {generic_attributes(),
                      information("T-0002"),
                      {0x0020,
                       "1826",
                       {{0x0021, "2acc", {"read"}, {0x02, 0x44, 0x00, 0x00, 0x08, 0x20, 0x00, 0x00}},
                        {0x0023, "2ad2", {"notify"}},
                        {0x0026, "2ad8", {"read"}, {0x00, 0x00, 0xdc, 0x05, 0x01, 0x00}},
                        {0x0028, "2ad9", {"write", "indicate"}},
                        {0x002b, "2ada", {"notify"}}}}};
  return trainer;
}

}  // namespace tonus::test
