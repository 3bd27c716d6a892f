# portal.py - a portal for files that answers at once with the files it was started with
#
# Usage: portal.py URI...; says "ready" when it is there, and then what it is asked.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import sys

from gi.repository import Gio, GLib

NAME, PATH = 'org.freedesktop.portal.Desktop', '/org/freedesktop/portal/desktop'
REQUEST = 'org.freedesktop.portal.Request'
VERSION = 3

INTERFACES = '''<node>
<interface name="org.freedesktop.portal.FileChooser">
  <method name="OpenFile">
    <arg type="s" direction="in"/><arg type="s" direction="in"/>
    <arg type="a{sv}" direction="in"/><arg type="o" direction="out"/>
  </method>
  <property name="version" type="u" access="read"/>
</interface>
<interface name="org.freedesktop.portal.Settings">
  <method name="ReadAll">
    <arg type="as" direction="in"/><arg type="a{sa{sv}}" direction="out"/>
  </method>
  <method name="Read">
    <arg type="s" direction="in"/><arg type="s" direction="in"/>
    <arg type="v" direction="out"/>
  </method>
  <property name="version" type="u" access="read"/>
</interface>
</node>'''

uris = sys.argv[1:]


def open_file(bus, sender, invocation, options):
    owner = sender[1:].replace('.', '_')
    request = f'{PATH}/request/{owner}/{options["handle_token"]}'
    invocation.return_value(GLib.Variant('(o)', (request,)))
    answer = GLib.Variant('(ua{sv})', (0, {'uris': GLib.Variant('as', uris)}))
    bus.emit_signal(sender, request, REQUEST, 'Response', answer)


def called(bus, sender, path, interface, method, arguments, invocation):
    print(method, flush=True)
    if method == 'OpenFile':
        open_file(bus, sender, invocation, arguments.unpack()[2])
    elif method == 'ReadAll':
        invocation.return_value(GLib.Variant('(a{sa{sv}})', ({},)))
    else:
        invocation.return_dbus_error('org.freedesktop.portal.Error.NotFound', 'none')


def get(bus, sender, path, interface, name):
    return GLib.Variant('u', VERSION)


def main():
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    for interface in Gio.DBusNodeInfo.new_for_xml(INTERFACES).interfaces:
        bus.register_object(PATH, interface, called, get, None)
    Gio.bus_own_name_on_connection(bus, NAME, Gio.BusNameOwnerFlags.NONE,
                                   lambda *_: print('ready', flush=True), None)
    GLib.MainLoop().run()


if __name__ == '__main__':
    main()
