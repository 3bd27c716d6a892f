# take.py - a window of another program that pictures can be dropped on
#
# Usage: take.py FILE  What is dropped is written there, as PNG, when all of it has come.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import sys

import gi
gi.require_version('Gdk', '4.0')
gi.require_version('Gtk', '4.0')
from gi.repository import Gdk, Gtk


def take(target, texture, x, y):
    texture.save_to_png(sys.argv[1] + '.part')
    os.rename(sys.argv[1] + '.part', sys.argv[1])
    return True


def activate(application):
    target = Gtk.DropTarget.new(Gdk.Texture, Gdk.DragAction.COPY)
    target.connect('drop', take)
    label = Gtk.Label(label='Drop pictures here')
    label.add_controller(target)
    window = Gtk.ApplicationWindow(application=application, title='Pictures', child=label,
                                   default_width=260, default_height=160)
    window.present()


def main():
    application = Gtk.Application(application_id='org.nightstand.TestTake')
    application.connect('activate', activate)
    application.run(None)


if __name__ == '__main__':
    main()
