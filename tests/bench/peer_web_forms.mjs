// Times @getodk/xforms-engine (the engine of ODK Web Forms) on a script of make_forms.py and prints
// one JSON line: {"cold": first run, "warm": last run}.
//
//   npm install --ignore-scripts @getodk/xforms-engine jsdom        (in any folder)
//   XFE_HOME=<that folder> node peer_web_forms.mjs FOLDER/M.json [warmRuns]
//
// The engine needs a DOM: jsdom, the one its own Node test-suite uses.  jsdom parses XML far slower than a
// browser does, so "dom_ms" (parsing the XForm with jsdom alone) is reported next to load_ms.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const home = process.env.XFE_HOME ?? process.cwd();
const require = createRequire(path.join(home, 'package.json'));
const { JSDOM } = await import(pathToFileURL(require.resolve('jsdom')));

const win = new JSDOM('<!doctype html><html></html>').window;
for (const k of ['DOMParser', 'XMLSerializer', 'Node', 'Element', 'Document', 'Text', 'Attr', 'Comment',
  'CDATASection', 'XMLDocument', 'XPathResult', 'XPathEvaluator', 'NodeFilter', 'DocumentFragment',
  'ProcessingInstruction', 'HTMLElement', 'document']) {
  if (!(k in globalThis)) globalThis[k] = win[k];
}
globalThis.window ??= win;
// The published bundle carries an Emscripten loader (tree-sitter) whose Node branch uses __dirname, which does
// not exist in an ES module: hide `process.versions.node` while it initialises, so that it takes its web branch.
const realVersions = process.versions;
const hide = (v) => Object.defineProperty(process, 'versions', { value: v, configurable: true });
hide({ ...realVersions, node: undefined });
const tImport = performance.now();
const pkgDir = path.join(home, 'node_modules', '@getodk', 'xforms-engine');
const engine = await import(pathToFileURL(path.join(pkgDir, 'dist', 'index.js')));
hide(realVersions);
const importMs = performance.now() - tImport;

const script = process.argv[2];
const warm = Number(process.argv[3] ?? 0);
const doc = JSON.parse(fs.readFileSync(script, 'utf8'));
const dir = path.dirname(script);
const r3 = (x) => Math.round(x * 1000) / 1000;

function find(root, ref) {
  let node = root;
  for (const step of ref.split('/').slice(2)) {
    const m = /^([^[]+)(?:\[(\d+)\])?$/.exec(step);
    const kids = node.currentState.children ?? [];
    const next = kids.find((c) => c.definition.nodeset.split('/').pop() === m[1]);
    if (!next) throw new Error('not found: ' + ref);
    node = next;
    if (m[2] && node.nodeType.startsWith('repeat-range')) node = node.currentState.children[Number(m[2]) - 1];
  }
  return node;
}
const same = (a, b) => a === b || (a !== '' && b !== '' && Math.abs(Number(a) - Number(b)) < 1e-6);

async function run() {
  const xml = fs.readFileSync(path.join(dir, doc.form), 'utf8');
  const d0 = performance.now();
  new DOMParser().parseFromString(xml, 'text/xml');
  const domMs = performance.now() - d0;
  const t0 = performance.now();
  const form = await engine.loadForm(xml, {
    fetchFormAttachment: async (url) => {
      const f = path.join(dir, String(url).split('/').pop());
      return new Response(fs.readFileSync(f), { status: 200, headers: { 'content-type': 'text/csv' } });
    },
  });
  if (form.status === 'failure') throw form.error;
  const t1 = performance.now();
  const inst = form.createInstance({ stateFactory: (x) => x });
  const t2 = performance.now();
  const root = inst.root;
  const tags = {};
  const failed = [];
  let ok = 0;
  for (const a of doc.actions) {
    let s;
    try {
      if (a.op === 'set') {
        const n = find(root, a.ref);
        s = performance.now();
        if (n.nodeType === 'select') n.selectValues(a.value.split(' '));
        else n.setValue(a.value);
      } else if (a.op === 'add') {
        const n = find(root, a.ref);
        s = performance.now();
        n.addInstances();
      } else if (a.op === 'ensure') {
        s = performance.now();
        const n = find(root, a.ref);
        while (n.currentState.children.length < a.count) n.addInstances();
      } else if (a.op === 'del') {
        const m = /^(.*)\[(\d+)\]$/.exec(a.ref);
        const n = find(root, m[1]);
        s = performance.now();
        n.removeInstances(Number(m[2]) - 1);
      } else if (a.op === 'choices') {
        const n = find(root, a.ref);
        s = performance.now();
        const c = n.currentState.valueOptions.length;
        c === a.count ? ok++ : failed.push(`choices ${a.ref} ${c}`);
      } else if (a.op === 'get') {
        const v = find(root, a.ref).currentState.instanceValue;
        same(v, a.expect) ? ok++ : failed.push(`get ${a.ref} got ${v} want ${a.expect}`);
      } else if (a.op === 'relevant') {
        find(root, a.ref).currentState.relevant === a.expect ? ok++ : failed.push(`relevant ${a.ref}`);
      }
    } catch (e) {
      failed.push(`${a.op} ${a.ref} ${e}`.slice(0, 200));
    }
    const t = performance.now() - (s ?? performance.now());
    if (!['get', 'relevant', 'ensure'].includes(a.op)) {
      (tags[a.op] ??= []).push(t);
      if (a.tag) (tags[`${a.op}:${a.tag}`] ??= []).push(t);
    }
    if (process.env.XFE_LIMIT_S && performance.now() - t2 > 1000 * Number(process.env.XFE_LIMIT_S)) {
      failed.push(`stopped after ${process.env.XFE_LIMIT_S} s`);
      break;
    }
  }
  const t3 = performance.now();
  let bytes = -1, serMs = -1;
  try {
    const p = await root.prepareInstancePayload({ payloadType: 'monolithic' });
    const f = p.data[0].get('xml_submission_file');
    bytes = f.size;
    serMs = performance.now() - t3;
  } catch (e) { failed.push('serialize ' + String(e).slice(0, 120)); }
  const ops = {};
  for (const [k, v] of Object.entries(tags)) {
    v.sort((x, y) => x - y);
    ops[k] = { n: v.length, median: r3(v[v.length >> 1]), p95: r3(v[Math.min(v.length - 1, Math.ceil(v.length * 0.95) - 1)]),
      max: r3(v.at(-1)), sum: r3(v.reduce((x, y) => x + y, 0)) };
  }
  return { peer: 'xforms-engine', id: doc.id, import_ms: r3(importMs), dom_ms: r3(domMs), parse_ms: r3(t1 - t0), init_ms: r3(t2 - t1),
    load_ms: r3(t2 - t0), script_ms: r3(t3 - t2), serialize_ms: r3(serMs), xml_bytes: bytes, checks_ok: ok,
    checks_failed: failed.slice(0, 8), ops };
}

const cold = await run();
let last = cold;
for (let i = 0; i < warm; i++) last = await run();
console.log(JSON.stringify({ cold, warm: last }));
process.exit(0);
