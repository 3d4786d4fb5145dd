#include "wire.hpp"

#include <stdexcept>

namespace tonus::test {
namespace {

/// An open container that closes itself.
class Inside {
 public:
  Inside(DBusMessageIter* outer, int type, const char* signature) : outer_(outer) {
    dbus_message_iter_open_container(outer, type, signature, &inner_);
  }
  ~Inside() { dbus_message_iter_close_container(outer_, &inner_); }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;
  DBusMessageIter* operator*() noexcept { return &inner_; }

 private:
  DBusMessageIter* outer_;
  DBusMessageIter inner_{};
};

void put_string(DBusMessageIter* to, const std::string& text, int type = DBUS_TYPE_STRING) {
  const char* raw = text.c_str();
  dbus_message_iter_append_basic(to, type, &raw);
}

void put_strings(DBusMessageIter* to, const std::vector<std::string>& texts) {
  Inside array(to, DBUS_TYPE_ARRAY, "s");
  for (const std::string& text : texts) put_string(*array, text);
}

void put_octets(DBusMessageIter* to, const Bytes& octets) {
  Inside array(to, DBUS_TYPE_ARRAY, "y");
  for (const std::uint8_t octet : octets) dbus_message_iter_append_basic(*array, DBUS_TYPE_BYTE, &octet);
}

struct PutVariant {
  DBusMessageIter* to;

  void operator()(bool value) const {
    const dbus_bool_t raw = value ? 1 : 0;
    basic(DBUS_TYPE_BOOLEAN, "b", &raw);
  }
  void operator()(std::uint8_t value) const { basic(DBUS_TYPE_BYTE, "y", &value); }
  void operator()(std::int16_t value) const { basic(DBUS_TYPE_INT16, "n", &value); }
  void operator()(std::uint16_t value) const { basic(DBUS_TYPE_UINT16, "q", &value); }
  void operator()(const std::string& value) const {
    Inside variant(to, DBUS_TYPE_VARIANT, "s");
    put_string(*variant, value);
  }
  void operator()(const ObjectPath& value) const {
    Inside variant(to, DBUS_TYPE_VARIANT, "o");
    put_string(*variant, value.text, DBUS_TYPE_OBJECT_PATH);
  }
  void operator()(const std::vector<std::string>& value) const {
    Inside variant(to, DBUS_TYPE_VARIANT, "as");
    put_strings(*variant, value);
  }
  void operator()(const Bytes& value) const {
    Inside variant(to, DBUS_TYPE_VARIANT, "ay");
    put_octets(*variant, value);
  }
  void basic(int type, const char* signature, const void* raw) const {
    Inside variant(to, DBUS_TYPE_VARIANT, signature);
    dbus_message_iter_append_basic(*variant, type, raw);
  }
};

void put_properties(DBusMessageIter* to, const WireProperties& properties) {
  Inside array(to, DBUS_TYPE_ARRAY, "{sv}");
  for (const auto& [name, value] : properties) {
    Inside entry(*array, DBUS_TYPE_DICT_ENTRY, nullptr);
    put_string(*entry, name);
    std::visit(PutVariant{*entry}, value);
  }
}

void put_interfaces(DBusMessageIter* to, const WireInterfaces& interfaces) {
  Inside array(to, DBUS_TYPE_ARRAY, "{sa{sv}}");
  for (const auto& [name, properties] : interfaces) {
    Inside entry(*array, DBUS_TYPE_DICT_ENTRY, nullptr);
    put_string(*entry, name);
    put_properties(*entry, properties);
  }
}

Message signal(const std::string& path, const char* interface, const char* name) {
  return Message{dbus_message_new_signal(path.c_str(), interface, name)};
}

constexpr const char* kManager = "org.freedesktop.DBus.ObjectManager";

}  // namespace

Message properties_changed(const std::string& path, const std::string& interface, const WireProperties& changed,
                           const std::vector<std::string>& invalidated) {
  Message message = signal(path, "org.freedesktop.DBus.Properties", "PropertiesChanged");
  DBusMessageIter end{};
  dbus_message_iter_init_append(message.get(), &end);
  put_string(&end, interface);
  put_properties(&end, changed);
  put_strings(&end, invalidated);
  return message;
}

Message interfaces_added(const std::string& path, const WireInterfaces& added) {
  Message message = signal("/", kManager, "InterfacesAdded");
  DBusMessageIter end{};
  dbus_message_iter_init_append(message.get(), &end);
  put_string(&end, path, DBUS_TYPE_OBJECT_PATH);
  put_interfaces(&end, added);
  return message;
}

Message interfaces_removed(const std::string& path, const std::vector<std::string>& removed) {
  Message message = signal("/", kManager, "InterfacesRemoved");
  DBusMessageIter end{};
  dbus_message_iter_init_append(message.get(), &end);
  put_string(&end, path, DBUS_TYPE_OBJECT_PATH);
  put_strings(&end, removed);
  return message;
}

Message objects_reply(DBusMessage* call, const WireObjects& objects) {
  Message message{dbus_message_new_method_return(call)};
  DBusMessageIter end{};
  dbus_message_iter_init_append(message.get(), &end);
  Inside array(&end, DBUS_TYPE_ARRAY, "{oa{sa{sv}}}");
  for (const auto& [path, interfaces] : objects) {
    Inside entry(*array, DBUS_TYPE_DICT_ENTRY, nullptr);
    put_string(*entry, path, DBUS_TYPE_OBJECT_PATH);
    put_interfaces(*entry, interfaces);
  }
  return message;
}

Message octets_reply(DBusMessage* call, const Bytes& octets) {
  Message message{dbus_message_new_method_return(call)};
  DBusMessageIter end{};
  dbus_message_iter_init_append(message.get(), &end);
  put_octets(&end, octets);
  return message;
}

Bytes octets_of(DBusMessage* call) {
  DBusMessageIter at{}, inside{};
  if (dbus_message_iter_init(call, &at) == 0 || dbus_message_iter_get_arg_type(&at) != DBUS_TYPE_ARRAY ||
      dbus_message_iter_get_element_type(&at) != DBUS_TYPE_BYTE)
    return {};
  dbus_message_iter_recurse(&at, &inside);
  const std::uint8_t* first = nullptr;
  int count = 0;
  dbus_message_iter_get_fixed_array(&inside, &first, &count);
  return {first, first + count};
}

std::string path_of(DBusMessage* call) {
  const char* path = "";
  return dbus_message_get_args(call, nullptr, DBUS_TYPE_OBJECT_PATH, &path, DBUS_TYPE_INVALID) != 0 ? path : "";
}

std::vector<std::string> strings_of(DBusMessage* call, const std::string& key) {
  std::vector<std::string> found;
  DBusMessageIter at{}, entries{};
  if (dbus_message_iter_init(call, &at) == 0 || dbus_message_iter_get_arg_type(&at) != DBUS_TYPE_ARRAY) return found;
  for (dbus_message_iter_recurse(&at, &entries); dbus_message_iter_get_arg_type(&entries) == DBUS_TYPE_DICT_ENTRY;
       dbus_message_iter_next(&entries)) {
    DBusMessageIter entry{}, variant{}, list{};
    dbus_message_iter_recurse(&entries, &entry);
    const char* name = "";
    dbus_message_iter_get_basic(&entry, &name);
    if (name != key) continue;
    dbus_message_iter_next(&entry);
    dbus_message_iter_recurse(&entry, &variant);
    if (dbus_message_iter_get_arg_type(&variant) != DBUS_TYPE_ARRAY) continue;
    for (dbus_message_iter_recurse(&variant, &list); dbus_message_iter_get_arg_type(&list) == DBUS_TYPE_STRING;
         dbus_message_iter_next(&list)) {
      dbus_message_iter_get_basic(&list, &name);
      found.emplace_back(name);
    }
  }
  return found;
}

WireConnection::WireConnection(const std::string& address, const char* name, Handler on_call)
    : on_call_(std::move(on_call)) {
  DBusError problem;
  dbus_error_init(&problem);
  connection_ = dbus_connection_open_private(address.c_str(), &problem);
  const bool is_there = connection_ != nullptr && dbus_bus_register(connection_, &problem) != 0 &&
                        (name == nullptr || dbus_bus_request_name(connection_, name, DBUS_NAME_FLAG_DO_NOT_QUEUE,
                                                                  &problem) == DBUS_REQUEST_NAME_REPLY_PRIMARY_OWNER);
  if (!is_there) {
    const std::string why = dbus_error_is_set(&problem) != 0 ? problem.message : "the name is taken";
    dbus_error_free(&problem);
    throw std::runtime_error("no D-Bus at " + address + ": " + why);
  }
  dbus_connection_set_exit_on_disconnect(connection_, 0);
  const auto filter = [](DBusConnection*, DBusMessage* message, void* self) {
    if (dbus_message_is_signal(message, DBUS_INTERFACE_DBUS, "NameOwnerChanged") != 0)
      static_cast<WireConnection*>(self)->on_owner_changed(message);
    if (dbus_message_get_type(message) != DBUS_MESSAGE_TYPE_METHOD_CALL) return DBUS_HANDLER_RESULT_NOT_YET_HANDLED;
    static_cast<WireConnection*>(self)->on_call_(message);
    return DBUS_HANDLER_RESULT_HANDLED;
  };
  dbus_connection_add_filter(connection_, filter, this, nullptr);
}

WireConnection::~WireConnection() {
  dbus_connection_flush(connection_);
  dbus_connection_close(connection_);
  dbus_connection_unref(connection_);
}

void WireConnection::send(const Message& message) { dbus_connection_send(connection_, message.get(), nullptr); }

void WireConnection::reply(DBusMessage* call) { send(Message{dbus_message_new_method_return(call)}); }

void WireConnection::reply_error(DBusMessage* call, const std::string& name, const std::string& text) {
  send(Message{dbus_message_new_error(call, name.c_str(), text.c_str())});
}

void WireConnection::watch_clients(std::function<void(const std::string& name)> on_gone) {
  on_gone_ = std::move(on_gone);
  dbus_bus_add_match(connection_, "type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged'", nullptr);
}

void WireConnection::on_owner_changed(DBusMessage* signal) {
  const char *name = "", *before = "", *now = "";
  const bool is_whole = dbus_message_get_args(signal, nullptr, DBUS_TYPE_STRING, &name, DBUS_TYPE_STRING, &before,
                                              DBUS_TYPE_STRING, &now, DBUS_TYPE_INVALID) != 0;
  if (is_whole && on_gone_ && name[0] == ':' && now[0] == '\0') on_gone_(name);
}

void WireConnection::dispatch(int at_most_ms) {
  dbus_connection_read_write(connection_, at_most_ms);
  while (dbus_connection_dispatch(connection_) == DBUS_DISPATCH_DATA_REMAINS) {
  }
  dbus_connection_flush(connection_);
}

}  // namespace tonus::test
