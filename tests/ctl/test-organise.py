# test-organise.py - albums, people, tags, notes, views, settings and activity, as scripts use them
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import unittest

from support import MEDIA, NO_ITEM, USAGE, WRONG_PASSPHRASE, Base, png


class OrganiseTest(Base):
    def setUp(self):
        super().setUp()
        self.create()
        self.add('beach.png', png(shade=1))
        self.add('alps.png', png(shade=2))
        self.beach, self.alps = self.item_id('beach.png'), self.item_id('alps.png')

    def listed(self, *args):
        out, _ = self.ctl('list', '--json', *args)
        return sorted(item['name'] for item in json.loads(out)['items'])

    def shown(self, item_id):
        return json.loads(self.ctl('show', item_id, '--json')[0])

    def said(self, *args):
        return json.loads(self.ctl(*args, '--json')[0])[args[0]]

    def test_albums(self):
        self.ctl('albums', 'create', 'Sea')
        self.fails(USAGE, 'of this name already', 'albums', 'create', 'Sea')
        self.ctl('people', 'create', 'Zo\u00eb')
        self.ctl('albums', 'add', 'Sea', self.beach, self.alps)
        self.ctl('people', 'add', 'Zo\u00eb', self.beach)
        self.ctl('albums', 'take-out', 'Sea', self.alps)
        self.assertEqual(self.listed('--album', 'Sea'), ['beach.png'])
        self.assertEqual(self.listed('--person', 'Zo\u00eb', '--album', 'Sea'), ['beach.png'])
        self.fails(NO_ITEM, 'no such album', 'list', '--album', 'Lake')
        self.ctl('albums', 'expiry', 'Sea', '7d')
        self.ctl('albums', 'rename', 'Sea', 'Lake')
        album, = self.said('albums')
        self.assertEqual((album['name'], album['items'], album['default_expiry_s']),
                         ('Lake', 1, 7 * 86400))
        out, _ = self.ctl('albums')
        self.assertEqual(out.split(), ['1', '7d', 'Lake'])
        self.add('new.png', png(shade=3))
        self.ctl('import', self.source('into.png', png(shade=4)), '--album', 'Lake',
                 '--person', 'Zo\u00eb')
        self.assertEqual(self.listed('--album', 'Lake'), ['beach.png', 'into.png'])
        self.ctl('albums', 'remove', 'Lake')
        self.assertEqual(self.said('albums'), [])
        self.assertEqual(len(self.listed()), 4)
        self.assertEqual(self.listed('--person', 'Zo\u00eb'), ['beach.png', 'into.png'])
        self.fails(NO_ITEM, 'no such album', 'albums', 'remove', 'Lake')

    def test_items(self):
        self.ctl('tag', self.beach, self.alps, '--add', 'holiday', '--add', 'blue')
        self.ctl('tag', self.alps, '--remove', 'blue')
        self.ctl('favourite', self.alps, 'on')
        self.ctl('note', self.beach, 'two\nlines')
        self.ctl('rename', self.beach, 'sea.png')
        self.assertEqual(self.listed('--tag', 'blue'), ['sea.png'])
        self.assertEqual(self.listed('--favourites'), ['alps.png'])
        self.assertEqual(self.ctl('note', self.beach)[0], 'two\nlines\n')
        item = self.shown(self.beach)
        self.assertEqual((item['tags'], item['favourite'], item['note'], item['views_left']),
                         (['blue', 'holiday'], False, 'two\nlines', None))
        self.fails(USAGE, 'cannot be seen', 'rename', self.beach, 'a\nb')
        self.fails(USAGE, 'cannot be seen', 'tag', self.beach, '--add', ' ')
        self.fails(NO_ITEM, 'no such item', 'favourite', '0' * 16, 'on')
        self.ctl('note', self.beach, '')
        self.assertEqual(self.shown(self.beach)['note'], '')

    def test_search(self):
        self.ctl('albums', 'create', 'C\u00f4te d\u2019Azur')
        self.ctl('albums', 'add', 'C\u00f4te d\u2019Azur', self.beach)
        self.ctl('tag', self.alps, '--add', '\u00c9t\u00e9')
        for text, names in (('BEACH', ['beach.png']), ('cote', ['beach.png']),
                            ('ete', ['alps.png']), ('photo', ['alps.png', 'beach.png']),
                            ('photo ete', ['alps.png']), ('film', []),
                            ('today', ['alps.png', 'beach.png']), ('yesterday', []),
                            ('1999', []), ('"alps.png"', ['alps.png'])):
            with self.subTest(text):
                self.assertEqual(self.listed('--search', text), names)
        out, _ = self.ctl('list', '--sort', 'name')
        self.assertLess(out.index('alps.png'), out.index('beach.png'))
        self.fails(USAGE, '--sort takes', 'list', '--sort', 'colour')

    def test_views(self):
        self.ctl('views', self.beach, '2')
        self.assertEqual(self.shown(self.beach)['views_left'], 2)
        self.out.mkdir(exist_ok=True)
        _, err = self.ctl('export', self.beach, '--to', self.out, '--original', status=MEDIA)
        self.assertIn('limited number of views', err)
        self.ctl('views', self.beach, 'unlimited')
        self.assertIsNone(self.shown(self.beach)['views_left'])
        self.fails(USAGE, 'how many views', 'views', self.beach, '0')

    def test_settings(self):
        out, _ = self.ctl('settings')
        self.assertIn('default-expiry 0\n', out)
        self.ctl('settings', 'default-expiry', '30d')
        self.ctl('settings', 'ask-expiry-at-import', 'false')
        out, _ = self.ctl('settings')
        self.assertIn(f'default-expiry {30 * 86400}\n', out)
        self.assertIn('ask-expiry-at-import false\n', out)
        self.fails(USAGE, 'no such setting', 'settings', 'colour', 'red')
        self.fails(USAGE, 'no such setting', 'settings', 'ask-expiry-at-import', 'maybe')
        self.fails(USAGE, 'The form is: settings', 'settings', 'default-expiry')

    def test_activity(self):
        self.fails(WRONG_PASSPHRASE, 'does not open', 'list', passphrase='not the one')
        self.ctl('delete', self.alps)
        kinds = [(entry['kind'], entry['count']) for entry in self.said('activity')]
        self.assertEqual(kinds.count(('imported', 1)), 2)
        self.assertIn(('wrong-passphrases', 1), kinds)
        self.assertIn(('deleted', 1), kinds)
        self.ctl('list')
        self.ctl('list')
        last = self.said('activity')[-1]
        self.assertEqual((last['kind'], last['times']), ('unlocked', 4))
        self.assertRegex(self.ctl('activity')[0],
                         r'(?m)^\d{4}-\d\d-\d\d \d\d:\d\d  unlocked            5 times, until ')
        self.ctl('activity', 'clear')
        kinds = [entry['kind'] for entry in self.said('activity')]
        self.assertEqual(kinds, ['activity-cleared', 'unlocked'])
        self.fails(USAGE, 'The form is: activity', 'activity', 'destroy')


if __name__ == '__main__':
    unittest.main()
