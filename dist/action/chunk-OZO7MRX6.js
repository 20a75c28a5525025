import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a as f,b as h}from"./chunk-2DSBCMCK.js";function U(e,t){let{hour:i,minute:n,timeZone:s}=e,l=`${r(t.node)} ${r(t.program)}`,c=f(e).map(a=>`${l} ${a.join(" ")} >/dev/null`),u=[`cd ${r(t.folder)} && { [ ! -f .env ] || { set -a; . ./.env; }; ${c.join("; ")}; }`];return[`# Paperboy: every day at ${h(e)}${s===null?"":`, ${s}`}.`,...s===null?[]:[`CRON_TZ=${s}`],`${n} ${i} * * * ${u.join("").replaceAll("%","\\%")}`,""].join(`
`)}var r=e=>/^[\w@+=:,./-]+$/.test(e)?e:`'${e.replaceAll("'","'\\''")}'`;import{existsSync as R,readFileSync as w,realpathSync as v}from"node:fs";import{delimiter as O,dirname as P,join as o,relative as A,resolve as _,sep as E}from"node:path";import{fileURLToPath as k}from"node:url";var $=k(new URL("../../..",import.meta.url)),d=o($,"dist","cli","main.js");function N(e){let t=A(e,o($,"schemas")).split(E).join("/");return t.startsWith(".")||/^[A-Za-z]:/.test(t)?t:`./${t}`}function D(e,t=process.env.PATH??""){for(let n=_(e);;n=P(n)){if(R(o(n,"node_modules",".bin","paperboy"))||B(o(n,"package.json")))return"npx paperboy";if(n===P(n))break}return p(d)!==null&&t.split(O).some(n=>p(o(n,"paperboy"))===p(d))?"paperboy":`node ${r(d)}`}function B(e){try{return JSON.parse(w(e,"utf8")).name==="paperboy"}catch{return!1}}function p(e){try{return v(e)}catch{return null}}var T="actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5";function W(e){let{hour:t,minute:i,timeZone:n,send:s,fetch:l,action:c,addresses:u,siteUrl:a}=e,b=["SMTP_URL","SMTP_PASSWORD",...[...new Set(u)].sort()],y=s?"It sends what is due.":"It sends nothing until the repository variable PAPERBOY_SEND is true.",S=s?"vars.PAPERBOY_SEND != 'false'":"vars.PAPERBOY_SEND == 'true'";return`# Paperboy, once a day. ${y} For sending it needs
#   - the variable PAPERBOY_FROM: the sender, "Name <address>";
#   - the secrets SMTP_URL and SMTP_PASSWORD;
#   - the subscribers' addresses: each in the secret that is named below, or all of them in PAPERBOY_SUBSCRIBERS.
# Variables and secrets: Settings, Secrets and variables, Actions.
name: Paperboy

on:
  schedule:
    # ${n===null?"In UTC. ":""}Off the full hour, when the queue is shortest.
    - cron: '${i} ${t} * * *'${n===null?"":`
      timezone: ${g(n)}`}
  workflow_dispatch:
    inputs:
      send:
        description: Send the digests that are due
        type: boolean
        default: false

permissions: {}

# Two runs at once would both send. The later one waits; a running one is never cut off.
concurrency:
  group: paperboy-digest
  cancel-in-progress: false

jobs:
  digest:
    # A fork has no subscribers.
    if: \${{ !github.event.repository.fork }}
    runs-on: ubuntu-24.04
    timeout-minutes: 20
    permissions:
      contents: write
      # To see whether a run that left its claim behind is over.
      actions: read
    steps:
      - uses: ${T}
      - uses: ${c}
        with:${l?`
          source: daily`:""}
          send: \${{ (inputs.send || (github.event_name == 'schedule' && ${S})) && 'true' || 'false' }}
          subscribers: \${{ secrets.PAPERBOY_SUBSCRIBERS }}
          site-url: ${a===null?"${{ vars.PAPERBOY_SITE_URL }}":g(a)}
        env:
          PAPERBOY_FROM: \${{ vars.PAPERBOY_FROM }}
${b.map(m=>`          ${m}: \${{ secrets.${m} }}`).join(`
`)}
`}var g=e=>`'${e.replaceAll("'","''")}'`;export{U as a,r as b,d as c,N as d,D as e,W as f};
