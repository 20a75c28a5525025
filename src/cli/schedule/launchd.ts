import { quoted } from './crontab.ts';
import { clock, type Place, type Plan, stepsOf } from './plan.ts';

/** A launch agent of macOS (launchd.plist(5)). A run that was missed while the machine slept is made up for when it wakes. */
export function launchd(plan: Plan, place: Place): string {
  const program = `${quoted(place.node)} ${quoted(place.program)}`;
  const steps = stepsOf(plan).map((step) => `${program} ${step.join(' ')}`);
  const script = `[ ! -f .env ] || { set -a; . ./.env; }; ${steps.join('; ')}`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<!-- Paperboy: every day at ${clock(plan)}. -->
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>paperboy</string>
  <key>WorkingDirectory</key>
  <string>${escaped(place.folder)}</string>
  <key>ProgramArguments</key>
  <array>
    <string>/bin/sh</string>
    <string>-c</string>
    <string>${escaped(script)}</string>
  </array>
  <key>StartCalendarInterval</key>
  <dict>
    <key>Hour</key>
    <integer>${plan.hour}</integer>
    <key>Minute</key>
    <integer>${plan.minute}</integer>
  </dict>
  <key>StandardOutPath</key>
  <string>/dev/null</string>
  <key>StandardErrorPath</key>
  <string>${escaped(place.folder)}/paperboy.log</string>
</dict>
</plist>
`;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
