import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a as f,b as m,c as g,f as P}from"./chunk-OZO7MRX6.js";import{a,b as i}from"./chunk-2DSBCMCK.js";import{d}from"./chunk-TRQ3DBXS.js";import"./chunk-6ZOKRSJB.js";import"./chunk-3LF3KKMK.js";import{userInfo as D}from"node:os";import{resolve as b}from"node:path";function k(e,t){let r=`${m(t.node)} ${m(t.program)}`,o=`[ ! -f .env ] || { set -a; . ./.env; }; ${a(e).map(s=>`${r} ${s.join(" ")}`).join("; ")}`;return`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<!-- Paperboy: every day at ${i(e)}. -->
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>paperboy</string>
  <key>WorkingDirectory</key>
  <string>${u(t.folder)}</string>
  <key>ProgramArguments</key>
  <array>
    <string>/bin/sh</string>
    <string>-c</string>
    <string>${u(o)}</string>
  </array>
  <key>StartCalendarInterval</key>
  <dict>
    <key>Hour</key>
    <integer>${e.hour}</integer>
    <key>Minute</key>
    <integer>${e.minute}</integer>
  </dict>
  <key>StandardOutPath</key>
  <string>/dev/null</string>
  <key>StandardErrorPath</key>
  <string>${u(t.folder)}/paperboy.log</string>
</dict>
</plist>
`}var u=e=>e.replaceAll("&","&amp;").replaceAll("<","&lt;").replaceAll(">","&gt;");function p(e,t){let r=o=>[t.node,t.program,...o].map($).join(" "),n=a(e);return w("[Unit]","Description=Paperboy: one run","Wants=network-online.target","After=network-online.target","","[Service]","Type=oneshot",`User=${c(t.user)}`,`WorkingDirectory=${c(t.folder)}`,"# Secrets and addresses, one NAME=value a line, readable by this user only. It need not be there.",`EnvironmentFile=-${v(c(t.folder))}/.env`,...n.map((o,s)=>`ExecStart=${s<n.length-1?"-":""}${r(o)}`),"","NoNewPrivileges=true","CapabilityBoundingSet=","ProtectSystem=strict","ProtectHome=read-only",`ReadWritePaths=${$(t.folder)}`,"PrivateTmp=true","PrivateDevices=true","ProtectClock=true","ProtectControlGroups=true","ProtectHostname=true","ProtectKernelLogs=true","ProtectKernelModules=true","ProtectKernelTunables=true","LockPersonality=true","RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX","RestrictNamespaces=true","RestrictRealtime=true","RestrictSUIDSGID=true","SystemCallArchitectures=native","UMask=0022")}function h(e){let t=e.timeZone===null?"":` ${e.timeZone}`;return w("[Unit]",`Description=Paperboy: every day at ${i(e)}${t}`,"","[Timer]",`OnCalendar=*-*-* ${i(e)}:00${t}`,"Persistent=true","","[Install]","WantedBy=timers.target")}var w=(...e)=>`${e.join(`
`)}
`,c=e=>e.replaceAll("%","%%"),v=e=>e.replace(/[[\]*?\\]/g,"\\$&");function $(e){let t=c(e).replaceAll("$","$$$$");return/^[\w@+=:,./%$-]+$/.test(t)?t:`"${t.replace(/["\\]/g,"\\$&")}"`}async function z(e,t){let r=b(t.folder??".");if(t.kind==="workflow")return E(e,t,r);let n={node:process.execPath,program:g,folder:r,user:D().username};if([n.node,n.program,r].find(s=>new RegExp("\\p{Cc}","u").test(s))!==void 0)throw d("a path contains a control character","a folder that a line of text can name");return{crontab:R,systemd:O,launchd:U}[t.kind](e,n,t)}function R(e,t){let r=["Add it with: crontab -e"];return e.timeZone!==null&&r.push("CRON_TZ is known to cronie (Fedora, Arch, RHEL) and holds for the lines below it; the cron of Debian, Ubuntu and macOS does not know it and takes the machine's time: leave it out there, and convert the time."),{text:f(e,t),remarks:r}}function O(e,t,{part:r}){if(r==="service")return{text:p(e,t),remarks:[]};if(r==="timer")return{text:h(e),remarks:[]};let n="/etc/systemd/system/paperboy";return{text:`# ${n}.service
${p(e,t)}
# ${n}.timer
${h(e)}`,remarks:["These are two files; --part service and --part timer print one each. Then:","  sudo systemctl daemon-reload && sudo systemctl enable --now paperboy.timer"]}}function U(e,t){let r="~/Library/LaunchAgents/paperboy.plist",n=[`Save it as ${r}, then: launchctl bootstrap gui/$(id -u) ${r}`];return e.timeZone!==null&&n.push("launchd knows no time zones: the time is that of the machine."),{text:k(e,t),remarks:n}}async function E(e,t,r){let{addressNames:n,ownAction:o,readAction:s}=await import("./action-OTWKKABR.js"),y=t.action===void 0?await o(r):s(t.action);if(y===null)throw d("there is no action.yml of Paperboy in this folder, so the workflow needs --action","OWNER/REPO@SHA, with the whole SHA of a commit; or a copy of Paperboy's repository");let{settingsOf:S}=await import("./settings-PVFA3YMJ.js"),{siteUrl:T,subscriptionsDir:x}=S({siteUrl:t.siteUrl,subscriptions:t.subscriptions}),l=await n(b(r,x)),A=l.length===0?"":`, and ${l.join(", ")} with the addresses`;return{text:P({...e,action:y,addresses:l,siteUrl:T}),remarks:["Save it as .github/workflows/paperboy.yml, commit and push it.",`To send, set in the repository's settings the variable PAPERBOY_FROM, and the secrets SMTP_URL, SMTP_PASSWORD${A}.`]}}export{z as scheduleText};
