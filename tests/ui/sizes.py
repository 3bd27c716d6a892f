# sizes.py - a page or a dialog in a narrow, a usual and a wide window, and whether it fits
#
# SPDX-License-Identifier: GPL-3.0-or-later

import time

import access
import screen

WIDTHS = (360, 800, 1400)
HEIGHT = 720
DIALOG_WIDTH = 360

PATIENCE_S = 8

# Where a page shows its background, and from when on that is light.
MARGIN = 10
BRIGHT = 160

HELD = ('button', 'label', 'entry', 'text', 'slider', 'table cell')


def fits(story, name, width):
    """Nothing that is shown may be wider than the window, or reach out of it for longer than
    it takes to slide away."""
    app = story.app
    frame = access.extents(app.frame())
    story.check(frame[2] <= width, f'{name}: {frame[2]} px in a window of {width}')
    deadline = time.monotonic() + PATIENCE_S
    while (left := list(access.reaching_out(app.frame(), frame, *HELD))) and time.monotonic() < deadline:
        time.sleep(0.1)
    for what in left:
        story.check(False, f'{name}: {what}')


def look_at(story, name, then=None):
    """Keep a picture of the page in each width, and do THEN with the picture and the width."""
    app = story.app
    # Otherwise it might be covered.
    screen.focus(app.window)
    for width in WIDTHS:
        screen.resize(app.window, width + borders(app), HEIGHT)
        try:
            app.wait(lambda: has_width(app, width), f'{name} has its width', PATIENCE_S)
        except AssertionError:
            story.check(False, f'{name}: asked to be {width} px wide, the window is '
                               f'{access.extents(app.frame())[2]}')
        picture = story.album.keep(f'{story.scheme}-{name}-{width}',
                                   screen.geometry(app.window))
        if then is not None:
            then(picture, width)


def show(story, name):
    """Look at the page in each width, and hold it to its width and its scheme."""
    app = story.app

    def check(picture, width):
        fits(story, f'{name}, {story.scheme}', width)
        if name in ('welcome', 'unlock', 'receipt'):
            x, y, _, _ = screen.geometry(app.window)
            bright = min(picture.at(x + MARGIN, y + HEIGHT // 2)) > BRIGHT
            story.equal(bright, story.scheme == 'prefer-light',
                        f'{name} is light, in the scheme {story.scheme}')
    look_at(story, name, check)


def show_dialog(story, title, part=''):
    """Look at the dialog called TITLE in the least width and in its own; PART of it."""
    app = story.app
    window = app.window_called(title)
    _, _, own, height = screen.geometry(window)
    name = f'{title} {part}'.strip().lower().replace(' ', '-')
    for width in (DIALOG_WIDTH, own):
        # Asked again: what the window wants by itself meanwhile may come in between.
        app.wait(lambda: screen.geometry(window)[2] == width
                 or screen.resize(window, width, height), f'{title} has its width')
        story.album.keep(f'{story.scheme}-{name}-{width}', screen.geometry(window))
        dialog = app.dialog(title)
        for one in access.reaching_out(dialog, access.extents(dialog), 'button', 'label', 'entry',
                                       'text', 'password text'):
            story.check(False, f'{title}: {one}')


def ask(story, name, heading):
    """Look at a question, which is as wide as its window lets it be."""
    app = story.app
    app.wait_for_saying(heading)
    ids = [window for window in screen.window_ids(app.process.pid) if window != app.window]
    app.wait(lambda: screen.geometry(ids[-1])[2] > 1, f'{name} is on the screen')
    story.album.keep(f'{story.scheme}-{name}', screen.geometry(ids[-1]))


def cancel(app, heading):
    app.press('Cancel')
    app.wait(lambda: not app.says(heading), f'{heading!r} is gone')


def borders(app):
    """What the window needs in width beyond what it shows."""
    return screen.geometry(app.window)[2] - access.extents(app.frame())[2]


def has_width(app, width):
    return access.extents(app.frame())[2] == width
