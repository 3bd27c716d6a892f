# plain-lock.py - the least that GTK can do of a lock: a grid of pictures gives way to an empty page
#
# Usage: plain-lock.py N_ITEMS
#
# SPDX-License-Identifier: GPL-3.0-or-later

import random
import sys

import gi
gi.require_version('Gdk', '4.0')
gi.require_version('Gtk', '4.0')
from gi.repository import Gdk, Gio, GLib, Gtk  # noqa: E402

NAME = 'org.nightstand.PlainLock'
TITLE = 'A plain grid'


SIDE_PX = 168


# One picture for all: what tiles differ in costs the program in the bench, not GTK.
PICTURE = Gdk.MemoryTexture.new(SIDE_PX, SIDE_PX, Gdk.MemoryFormat.R8G8B8,
                                GLib.Bytes.new(random.Random(1).randbytes(3 * SIDE_PX ** 2)),
                                3 * SIDE_PX)


def setup(_, item):
    box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=4)
    box.append(Gtk.Image(paintable=PICTURE, pixel_size=SIDE_PX))
    box.append(Gtk.Label())
    item.set_child(box)


def bind(_, item):
    item.get_child().get_last_child().set_text(item.get_item().get_string())


def activate(application):
    factory = Gtk.SignalListItemFactory()
    factory.connect('setup', setup)
    factory.connect('bind', bind)
    model = Gtk.StringList.new([f'IMG_{i:06}.jpg' for i in range(int(sys.argv[1]))])
    grid = Gtk.GridView(model=Gtk.MultiSelection(model=model), factory=factory,
                        max_columns=20)
    stack = Gtk.Stack()
    full = stack.add_child(Gtk.ScrolledWindow(child=grid)).get_child()
    empty = stack.add_child(Gtk.Box()).get_child()

    def show(page):
        return lambda *_: stack.set_visible_child(page)
    for name, page in (('lock', empty), ('unlock', full)):
        action = Gio.SimpleAction.new(name, None)
        action.connect('activate', show(page))
        application.add_action(action)
    Gtk.ApplicationWindow(application=application, title=TITLE, child=stack,
                          default_width=1400, default_height=900).present()


def main():
    application = Gtk.Application(application_id=NAME)
    application.connect('activate', activate)
    application.run(None)


if __name__ == '__main__':
    GLib.set_prgname(NAME)
    main()
