import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a,b,c,d,e}from"./chunk-MQGDUXDR.js";import"./chunk-6ZOKRSJB.js";import"./chunk-3LF3KKMK.js";export{a as environment,b as namedFile,d as readConfiguration,c as settingsFile,e as useConfiguration};
