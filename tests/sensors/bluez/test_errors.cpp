#include <gtest/gtest.h>

#include "errors.hpp"

namespace tonus::sensors::bluez {
namespace {

TEST(BluezErrors, TheAttCodeIsReadOutOfTheText) {
  EXPECT_EQ(att_code("Operation failed with ATT error: 0x80"), 0x80);
  EXPECT_EQ(att_code("Operation failed with ATT error: 0x0e"), 0x0E);
  EXPECT_EQ(att_code("Operation failed with ATT error: 0x0e (Unlikely)"), 0x0E);
  EXPECT_EQ(att_code("Operation failed with ATT error: 0x"), std::nullopt);
  EXPECT_EQ(att_code("Operation failed with ATT error: 0xzz"), std::nullopt);
  EXPECT_EQ(att_code("Not connected"), std::nullopt);
  EXPECT_EQ(att_code(""), std::nullopt);
}

TEST(BluezErrors, ARefusalNamesTheCodeAndWhatItMeans) {
  EXPECT_EQ(describe({"org.bluez.Error.Failed", "Operation failed with ATT error: 0xfd"}),
            "the device refused it: ATT error 0xfd, notifications or indications are not switched on");
  EXPECT_EQ(describe({"org.bluez.Error.Failed", "Operation failed with ATT error: 0x80"}),
            "the device refused it: ATT error 0x80, the device's own error");
  EXPECT_EQ(describe({"org.bluez.Error.Failed", "Not connected"}), "Not connected (org.bluez.Error.Failed)");
}

TEST(BluezErrors, BothWaysToSayInProgressMeanWait) {
  EXPECT_EQ(classify({"org.bluez.Error.InProgress", "In Progress"}), Trouble::Pending);
  EXPECT_EQ(classify({"org.bluez.Error.Failed", "Operation already in progress"}), Trouble::Pending);
}

TEST(BluezErrors, WhatTheTextSaysCountsMoreThanTheName) {
  EXPECT_EQ(classify({"org.bluez.Error.Failed", "le-connection-abort-by-local"}), Trouble::AbortedLocally);
  EXPECT_EQ(classify({"org.bluez.Error.Failed", "br-connection-profile-unavailable"}), Trouble::WrongBearer);
  EXPECT_EQ(classify({"org.bluez.Error.NotAvailable", "br-connection-profile-unavailable"}), Trouble::WrongBearer);
  EXPECT_EQ(classify({"org.bluez.Error.Failed", "Software caused connection abort"}), Trouble::Other);
}

TEST(BluezErrors, PermissionPowerAbsenceAndDaemonAreToldApart) {
  EXPECT_EQ(classify({"org.freedesktop.DBus.Error.AccessDenied", "Rejected send message"}), Trouble::NotPermitted);
  EXPECT_EQ(classify({"org.bluez.Error.NotReady", "Resource Not Ready"}), Trouble::AdapterOff);
  EXPECT_EQ(classify({"org.freedesktop.DBus.Error.UnknownObject", ""}), Trouble::NoObject);
  EXPECT_EQ(classify({"org.freedesktop.DBus.Error.ServiceUnknown", ""}), Trouble::NoDaemon);
  EXPECT_EQ(classify({"org.freedesktop.DBus.Error.NameHasNoOwner", ""}), Trouble::NoDaemon);
}

}  // namespace
}  // namespace tonus::sensors::bluez
