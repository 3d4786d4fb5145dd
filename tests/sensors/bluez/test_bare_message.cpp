// The D-Bus messages of the guard, against libdbus, which bluetoothd is built on.
#include <cstring>

#include <dbus/dbus.h>
#include <gtest/gtest.h>

#include "bare_message.hpp"
#include "wire.hpp"

namespace tonus::sensors::bluez {
namespace {

using test::Message;

Message parsed(const std::vector<std::byte>& octets) {
  return Message{
      dbus_message_demarshal(reinterpret_cast<const char*>(octets.data()), static_cast<int>(octets.size()), nullptr)};
}

std::vector<std::byte> marshalled(DBusMessage* message) {
  char* text = nullptr;
  int size = 0;
  EXPECT_NE(dbus_message_marshal(message, &text, &size), 0);
  std::vector<std::byte> out(static_cast<std::size_t>(size));
  std::memcpy(out.data(), text, out.size());
  dbus_free(text);
  return out;
}

TEST(BareMessage, ACallIsWhatLibdbusReadsAsThatCall) {
  auto octets = bare_call({"org.bluez", "/org/bluez/hci0/dev_1", "org.bluez.Device1", "Connect"});
  number(octets, 77);
  const Message message = parsed(octets);
  ASSERT_TRUE(message);
  EXPECT_STREQ(dbus_message_get_destination(message.get()), "org.bluez");
  EXPECT_STREQ(dbus_message_get_path(message.get()), "/org/bluez/hci0/dev_1");
  EXPECT_STREQ(dbus_message_get_interface(message.get()), "org.bluez.Device1");
  EXPECT_STREQ(dbus_message_get_member(message.get()), "Connect");
  EXPECT_STREQ(dbus_message_get_signature(message.get()), "");
  EXPECT_EQ(dbus_message_get_serial(message.get()), 77U);
}

TEST(BareMessage, AWriteHasItsOctetsAndAsksForAResponse) {
  for (std::size_t size = 1; size <= 20; ++size) {
    const std::vector<std::byte> value(size, std::byte{0x5A});
    const Message message = parsed(bare_write("/org/bluez/hci0/dev_1/service0020/char0028", value));
    ASSERT_TRUE(message) << size;
    EXPECT_STREQ(dbus_message_get_member(message.get()), "WriteValue");
    EXPECT_STREQ(dbus_message_get_signature(message.get()), "aya{sv}");
    EXPECT_EQ(test::octets_of(message.get()), test::Bytes(size, 0x5A));
    DBusMessageIter at{}, entries{}, entry{}, variant{};
    dbus_message_iter_init(message.get(), &at);
    dbus_message_iter_next(&at);
    dbus_message_iter_recurse(&at, &entries);
    dbus_message_iter_recurse(&entries, &entry);
    const char *name = "", *type = "";
    dbus_message_iter_get_basic(&entry, &name);
    dbus_message_iter_next(&entry);
    dbus_message_iter_recurse(&entry, &variant);
    dbus_message_iter_get_basic(&variant, &type);
    EXPECT_STREQ(name, "type");
    EXPECT_STREQ(type, "request");
  }
}

class Replies : public testing::Test {
 protected:
  Replies() {
    auto octets = bare_call({"org.bluez", "/a", "org.bluez.Device1", "Connect"});
    number(octets, 9);
    call_ = parsed(octets);
  }
  std::vector<std::byte> answer(bool is_error) {
    const Message reply{is_error ? dbus_message_new_error(call_.get(), "org.bluez.Error.Failed", "Not connected")
                                 : dbus_message_new_method_return(call_.get())};
    dbus_message_set_serial(reply.get(), 500);
    dbus_message_set_sender(reply.get(), ":1.7");
    return marshalled(reply.get());
  }
  Message call_;
};

TEST_F(Replies, SayWhomTheyAnswerAndWhetherItWentWell) {
  for (const bool is_error : {false, true}) {
    auto octets = answer(is_error);
    const std::size_t size = octets.size();
    octets.resize(size + 13, std::byte{0x6C});  // more has arrived
    BareReply reply;
    EXPECT_FALSE(read_reply(octets, reply));
    EXPECT_EQ(reply.size, size);
    EXPECT_EQ(reply.reply_to, 9U);
    EXPECT_EQ(reply.is_error, is_error);
  }
}

TEST_F(Replies, AreIncompleteUntilTheLastOctet) {
  const auto octets = answer(true);
  for (std::size_t size = 0; size < octets.size(); ++size) {
    BareReply reply;
    EXPECT_EQ(read_reply(std::span(octets).first(size), reply), BareFault::Incomplete) << size;
  }
}

TEST_F(Replies, WithAnyOctetChangedAreReadOrRefusedWithinTheirBounds) {
  const auto octets = answer(true);
  for (std::size_t at = 0; at < octets.size(); ++at) {
    for (const std::byte value : {std::byte{0}, std::byte{0xFF}, std::byte{0x73}}) {
      auto changed = octets;
      changed[at] = value;
      BareReply reply;
      const auto fault = read_reply(changed, reply);
      EXPECT_TRUE(fault || reply.size <= changed.size()) << at;
    }
  }
}

TEST_F(Replies, ASignalAnswersNobody) {
  const Message signal{dbus_message_new_signal("/", "org.freedesktop.DBus", "NameAcquired")};
  dbus_message_set_serial(signal.get(), 2);
  BareReply reply;
  EXPECT_FALSE(read_reply(marshalled(signal.get()), reply));
  EXPECT_EQ(reply.reply_to, 0U);
  EXPECT_GT(reply.size, 0U);
}

TEST(BusAddress, TheFirstUnixSocketIsFound) {
  EXPECT_EQ(unix_socket_of("unix:path=/run/dbus/system_bus_socket"), "/run/dbus/system_bus_socket");
  EXPECT_EQ(unix_socket_of("tcp:host=a,port=1;unix:guid=12,path=/tmp/a%20b"), "/tmp/a b");
  EXPECT_EQ(unix_socket_of("unix:abstract=/tmp/x,guid=1"), std::string("\0/tmp/x", 7));
  for (const char* none : {"", "tcp:host=localhost,port=1", "unix:tmpdir=/tmp", "unixexec:path=/bin/sh"})
    EXPECT_FALSE(unix_socket_of(none)) << none;
}

}  // namespace
}  // namespace tonus::sensors::bluez
