import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a,b,c,d,e,f}from"./chunk-UIBKFIPM.js";import"./chunk-2G7SWFI5.js";import"./chunk-3LF3KKMK.js";f();export{a as attributesWithLists,c as attributesWithSingleValue,e as default,b as isListAttribute,d as isSingleValueAttribute};
