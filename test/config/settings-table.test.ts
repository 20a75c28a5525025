import { describe, expect, it } from 'vitest';
import { allSettings } from '../../src/config/all-settings.ts';
import { expectedOf } from '../../src/config/setting.ts';
import { readSettingsFile } from '../../src/config/settings-file.ts';
import { channels } from '../../src/config/settings-table.ts';
import { channelNames } from '../../src/deliver/channels/index.ts';

const faults = (text: string) =>
  readSettingsFile(text, 'paperboy.yaml').diagnostics.map(({ line, message, expected }) => [line, message, expected]);

describe('the table of settings', () => {
  it('has the channels that there are', () => expect([...channels].toSorted()).toEqual([...channelNames].toSorted()));

  it('takes the example that it shows for each text', () => {
    const texts = allSettings.flatMap(({ form, read }) => (form?.type === 'text' ? [read(form.example)] : []));
    expect(texts.length).toBeGreaterThan(5);
    expect(texts.filter((read) => 'wrong' in read)).toEqual([]);
  });

  it('says what is expected with an example, or all that is possible', () => {
    for (const { form } of allSettings) {
      if (form !== null) expect(expectedOf(form)).toMatch(/such as|one of|whole number from|path|true or false/);
    }
    expect(faults('channel: nope\nfrom: canary@x@y\nsmtp-rate: 0\nbase-url: ftp://x')).toEqual([
      [1, '"channel" is none of smtp, directory, webhook', 'one of smtp, directory, webhook'],
      [
        2,
        expect.stringContaining('"from" is not an address'),
        '"Name <address>", such as Paperboy <papers@example.org>',
      ],
      [3, '"smtp-rate" is not a whole number from 1 to 100000', 'a whole number from 1 to 100000, such as 5'],
      [4, '"base-url" is not an absolute http(s) address', 'an https address, such as https://mirror.example.org'],
    ]);
  });

  it.each([
    ['https://mirror.example.org/papers', true],
    ['http://localhost:8080', true],
    ['http://127.0.0.1:8080', true],
    ['http://[::1]:8080', true],
    ['http://mirror.example.org', false],
    ['http://127.0.0.1.example.org', false],
    ['https://u:canary@mirror.example.org', false],
    ['https://mirror.example.org?x=1', false],
  ])('takes %s for a mirror: %s', (address, good) => {
    const found = faults(`base-url: "${address}"`);
    expect(found.length === 0).toBe(good);
    expect(JSON.stringify(found)).not.toContain('canary');
  });
});
