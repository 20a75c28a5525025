import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{f as s,g as c}from"./chunk-6ZOKRSJB.js";import{styleText as f}from"node:util";var p={quiet:!1,verbose:!1,colour:null,reports:!1},r=p;function g(t){r={...p,...t}}function i(t){let{NO_COLOR:n="",FORCE_COLOR:o="",TERM:e}=process.env;return r.colour!==null?r.colour:n!==""?!1:o!==""?o!=="0"&&o!=="false":t.isTTY===!0&&e!=="dumb"}var w=()=>!r.quiet,d={validateStream:!1};function x(t,n){let o=s(n);return i(process.stdout)?f(t,o,d):o}var u=/(\n|\u001b\[(?:1|22)m)/;function S(t){if(r.quiet&&r.reports)return;let n=e=>e===`
`||i(process.stdout)&&u.test(e),o=t.split(u).map(e=>n(e)?e:s(e)).join("");process.stdout.write(o.endsWith(`
`)?o:`${o}
`)}function O(t){process.stdout.write(`${JSON.stringify(t,null,2)}
`)}var a={info:0,warning:1,error:2},v={info:"blue",warning:"yellow",error:"red"};function R(t,n="warning"){let o=r.quiet?"error":r.verbose?"info":n;for(let e of t){if(a[e.severity]<a[o])continue;let l=c(e),y=i(process.stderr)?l.replace(` ${e.severity} `,` ${f(v[e.severity],e.severity,d)} `):l;process.stderr.write(`${y}
`)}}export{g as a,w as b,x as c,S as d,O as e,R as f};
