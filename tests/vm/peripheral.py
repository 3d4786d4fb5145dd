#!/usr/bin/env python3
"""A heart rate strap and a fitness machine on a real bluetoothd, with switches for what may go wrong.

usage: peripheral.py ADAPTER SWITCH_FILE

Words that appear in SWITCH_FILE are done once each, in order, a line each: drop (adapter off for two seconds), silence,
loud (values again), short (values too short to be any), refuse (control is refused), mark (a line with the time), withdraw and offer (the GATT
application goes and returns). "ready" is printed once it can be found,
and with its time every write to the control point and whether somebody listens to it.
"""
import os
import sys
import time

import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

BLUEZ = "org.bluez"
MANAGER = "org.freedesktop.DBus.ObjectManager"
PROPERTIES = "org.freedesktop.DBus.Properties"
SERVICE = "org.bluez.GattService1"
CHARACTERISTIC = "org.bluez.GattCharacteristic1"
ADVERTISEMENT = "org.bluez.LEAdvertisement1"
ROOT = "/tonus"


def told(what):
    print(f"{time.monotonic():.2f} {what}", flush=True)


def octets(values):
    return dbus.Array([dbus.Byte(v) for v in values], signature="y")


class Characteristic(dbus.service.Object):
    def __init__(self, bus, service, number, uuid, flags, value=b""):
        self.path = f"{service}/char{number}"
        self.properties = {"UUID": uuid, "Service": dbus.ObjectPath(service), "Flags": flags}
        self.value = value
        self.notifying = False
        self.on_write = None
        super().__init__(bus, self.path)

    @dbus.service.method(PROPERTIES, in_signature="s", out_signature="a{sv}")
    def GetAll(self, interface):
        return dbus.Dictionary(self.properties, signature="sv")

    @dbus.service.method(CHARACTERISTIC, in_signature="a{sv}", out_signature="ay")
    def ReadValue(self, options):
        return octets(self.value)

    @dbus.service.method(CHARACTERISTIC, in_signature="aya{sv}")
    def WriteValue(self, value, options):
        self.on_write(bytes(value))

    @dbus.service.method(CHARACTERISTIC)
    def StartNotify(self):
        self.notifying = True
        told(f"{self.properties['UUID']} listened to")

    @dbus.service.method(CHARACTERISTIC)
    def StopNotify(self):
        self.notifying = False
        told(f"{self.properties['UUID']} left")

    @dbus.service.signal(PROPERTIES, signature="sa{sv}as")
    def PropertiesChanged(self, interface, changed, invalidated):
        pass

    def send(self, value):
        if self.notifying:
            self.PropertiesChanged(CHARACTERISTIC, {"Value": octets(value)}, [])


class Application(dbus.service.Object):
    def __init__(self, bus):
        super().__init__(bus, ROOT)
        heart, machine = f"{ROOT}/service0", f"{ROOT}/service1"
        self.services = {heart: "180d", machine: "1826"}
        self.measurement = Characteristic(bus, heart, 0, "2a37", ["notify"])
        self.location = Characteristic(bus, heart, 1, "2a38", ["read"], b"\x01")
        self.feature = Characteristic(bus, machine, 0, "2acc", ["read"], bytes.fromhex("0244000008200000"))
        self.bike = Characteristic(bus, machine, 1, "2ad2", ["notify"])
        self.control = Characteristic(bus, machine, 2, "2ad9", ["write", "indicate"])
        self.status = Characteristic(bus, machine, 3, "2ada", ["notify"])
        self.characteristics = [self.measurement, self.location, self.feature, self.bike, self.control, self.status]
        self.control.on_write = self.on_control
        self.watts, self.beat, self.mode, self.refuses = 100, 0, "loud", False
        GLib.timeout_add(1000, self.tick)

    @dbus.service.method(MANAGER, out_signature="a{oa{sa{sv}}}")
    def GetManagedObjects(self):
        objects = {dbus.ObjectPath(p): {SERVICE: {"UUID": u, "Primary": True}} for p, u in self.services.items()}
        for it in self.characteristics:
            objects[dbus.ObjectPath(it.path)] = {CHARACTERISTIC: it.properties}
        return dbus.Dictionary(objects, signature="oa{sa{sv}}")

    def on_control(self, value):
        told(f"control {value.hex()}")
        if not value:
            raise dbus.exceptions.DBusException("empty", name="org.bluez.Error.InvalidValueLength")
        if value[0] == 0x05 and len(value) == 3 and not self.refuses:
            self.watts = int.from_bytes(value[1:3], "little", signed=True)
        result = 5 if self.refuses else 1
        GLib.timeout_add(50, lambda: self.control.send(bytes([0x80, value[0], result])))

    def tick(self):
        self.beat += 1
        if self.mode == "loud":
            self.measurement.send(bytes([0x16, 120 + self.beat % 10, 0x00, 0x02]))
            self.bike.send(bytes.fromhex("4400d204b400") + self.watts.to_bytes(2, "little", signed=True))
        elif self.mode == "short":
            self.measurement.send(b"\x16")
            self.bike.send(b"\x44")
        return True


class Advertisement(dbus.service.Object):
    @dbus.service.method(PROPERTIES, in_signature="s", out_signature="a{sv}")
    def GetAll(self, interface):
        return {"Type": "peripheral", "LocalName": "Tonus VM",
                "ServiceUUIDs": dbus.Array(["180d", "1826"], signature="s")}

    @dbus.service.method(ADVERTISEMENT)
    def Release(self):
        pass


class Peripheral:
    def __init__(self, adapter, switch):
        self.bus = dbus.SystemBus()
        self.adapter = self.bus.get_object(BLUEZ, f"/org/bluez/{adapter}")
        self.switch, self.done = switch, 0
        self.application = Application(self.bus)
        self.advertisement = Advertisement(self.bus, f"{ROOT}/advertisement")
        self.power(True)
        self.offer(self.advertise)
        GLib.timeout_add(100, self.look)

    def power(self, is_on):
        self.adapter.Set("org.bluez.Adapter1", "Powered", dbus.Boolean(is_on), dbus_interface=PROPERTIES)

    def offer(self, then=lambda: None):
        self.adapter.RegisterApplication(dbus.ObjectPath(ROOT), {}, dbus_interface="org.bluez.GattManager1",
                                         reply_handler=then, error_handler=fail)

    def advertise(self):
        self.adapter.RegisterAdvertisement(
            dbus.ObjectPath(f"{ROOT}/advertisement"), {}, dbus_interface="org.bluez.LEAdvertisingManager1",
            reply_handler=lambda: print("ready", flush=True), error_handler=fail)

    def come_back(self):
        self.power(True)
        try:
            self.adapter.UnregisterAdvertisement(dbus.ObjectPath(f"{ROOT}/advertisement"),
                                                 dbus_interface="org.bluez.LEAdvertisingManager1")
        except dbus.exceptions.DBusException as gone:
            print(f"no advertisement to take back: {gone}", flush=True)
        self.advertise()

    def look(self):
        if os.path.exists(self.switch):
            with open(self.switch, encoding="ascii") as lines:
                words = lines.read().split()
            for word in words[self.done:]:
                print(f"switch: {word}", flush=True)
                self.act(word)
            self.done = len(words)
        return True

    def act(self, word):
        if word == "drop":
            self.power(False)
            GLib.timeout_add(2000, self.come_back)
        elif word in ("silence", "loud", "short"):
            self.application.mode = word
        elif word == "refuse":
            self.application.refuses = True
        elif word == "withdraw":
            self.adapter.UnregisterApplication(dbus.ObjectPath(ROOT), dbus_interface="org.bluez.GattManager1")
        elif word == "mark":
            told("mark")
        elif word == "offer":
            self.offer()
        else:
            fail(f"no such switch: {word}")


def fail(why):
    print(f"peripheral: {why}", file=sys.stderr, flush=True)
    os._exit(1)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
    Peripheral(sys.argv[1], sys.argv[2])
    GLib.MainLoop().run()
