import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a,b,c}from"./chunk-6OJTGYCH.js";import"./chunk-3LF3KKMK.js";export{b as deliveryRow,a as sendDocument,c as suppressionRow};
