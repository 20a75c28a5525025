import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import"./chunk-3LF3KKMK.js";function p(n,e){if(n.length===0)return"There is no new mail.";let i=n.map(({source:r,did:l,subscriber:a,letter:t,delivery:s})=>{let c=a===null?"":`  ${a}`,u=t===null?"":`  letter "${t}"${s===null?"":`: ${s}`}`;return`${r}  ${l}${c}${u}`}),o=`${n.length} ${n.length===1?"mail":"mails"}`;return`${i.join(`
`)}

${e?`Nothing was changed: a dry run over ${o}.`:`${o} read.`}`}function b({rows:n,text:e},i){if(i==="show")return n.map(m).join(`

`);if(i!=="list")return e.join(`
`);if(n.length===0)return"There are no subscribers.";let o=n.map(t=>[t.id,$(t),t.cadence,t.topics.join(" | ").slice(0,60)]),r=[0,1,2].map(t=>Math.max(...o.map(s=>s[t].length))),l=o.map(t=>t.map((s,c)=>s.padEnd(r[c]??0)).join("  ").trimEnd()),a=[...new Set(n.map(({state:t})=>t))].map(t=>`${n.filter(s=>s.state===t).length} ${t}`);return`${l.join(`
`)}

${a.join(", ")}`}var $=({state:n,until:e})=>e===null?n:`${n} until ${e}`;function m(n){let e=n.consent.map(({at:i,what:o,how:r})=>`  ${i}  ${o}, by ${r}`);return[`${n.id}: ${$(n)}, ${n.cadence}`,...n.topics.map(i=>`  ${i}`),"Consent",...e].join(`
`)}export{p as inboxText,b as subscribersText};
