// Replays answer files in the engine of ODK Web Forms: a JSON request a line in, a JSON answer a line out.
// Request and answer as in ../javarosa/Driver.java. XFE_HOME is the folder with node_modules.
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const home = process.env.XFE_HOME ?? process.cwd();
const require = createRequire(path.join(home, 'package.json'));
const { JSDOM } = await import(pathToFileURL(require.resolve('jsdom')));
const window = new JSDOM('<!doctype html><html></html>').window;
for (const name of ['DOMParser', 'XMLSerializer', 'Node', 'Element', 'Document', 'Text', 'Attr', 'Comment', 'CDATASection',
  'XMLDocument', 'XPathResult', 'XPathEvaluator', 'NodeFilter', 'DocumentFragment', 'ProcessingInstruction', 'HTMLElement',
  'document']) {
  if (!(name in globalThis)) globalThis[name] = window[name];
}
globalThis.window ??= window;

// Clock and chance are the request's own.
let now = Date.now();
let chance = 0.5;
let uuid = '';
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(now);
    else super(...parts);
  }
  static now() { return now; }
};
Math.random = () => chance;
crypto.randomUUID = () => uuid;

// The engine's own loader uses __dirname where it believes to be in Node, which a module has not.
const versions = process.versions;
const pretend = (value) => Object.defineProperty(process, 'versions', { value, configurable: true });
pretend({ ...versions, node: undefined });
const engine = await import(pathToFileURL(path.join(home, 'node_modules/@getodk/xforms-engine/dist/index.js')));
pretend(versions);

const MEDIA = { '.csv': 'text/csv', '.xml': 'text/xml', '.geojson': 'application/geo+json' };

function find(root, ref) {
  let node = root;
  for (const step of ref.split('/').slice(2)) {
    const [, name, place] = /^([^[]+)(?:\[(\d+)\])?$/.exec(step);
    node = (node.currentState.children ?? []).find((child) => child.definition.nodeset.split('/').pop() === name);
    if (!node) throw new Error('no such node');
    if (place && node.nodeType.startsWith('repeat-range')) node = node.currentState.children[Number(place) - 1];
    if (!node) throw new Error('no such instance');
  }
  return node;
}

function answer(root, ref, text) {
  const node = find(root, ref);
  if (!node.currentState.relevant) throw new Error('not relevant');
  if (node.currentState.readonly) throw new Error('read-only');
  switch (node.nodeType) {
    case 'select': {
      const names = text === null ? [] : node.selectType === 'select1' ? [text] : text.split(' ');
      const offered = new Set(node.currentState.valueOptions.map((each) => each.value));
      for (const name of names) if (!offered.has(name)) throw new Error(`not offered: ${name}`);
      node.selectValues(names);
      break;
    }
    case 'rank': node.setValues(text === null ? [] : text.split(' ')); break;
    case 'trigger': node.setValue(text !== null); break;
    case 'upload': node.setValue(text === null ? null : new File(['x'], text, { type: type(node) })); break;
    case 'range': node.setValue(text === null ? null : Number(text)); break;
    case 'input': node.setValue(input(node, text)); break;
    default: throw new Error(`no way to answer a ${node.nodeType}`);
  }
  const violation = node.validationState?.violation;
  if (text !== null && violation?.condition === 'constraint') throw new Error(`constraint: ${text}`);
}

function type(node) {
  const wanted = node.nodeOptions?.media?.accept ?? 'application/octet-stream';
  return wanted.replace('*', 'x');
}

function input(node, text) {
  if (text === null) return node.valueType === 'int' || node.valueType === 'decimal' || node.valueType === 'geopoint' ? null : '';
  if (node.valueType === 'int') return BigInt(text);
  if (node.valueType === 'decimal') return Number(text);
  if (node.valueType === 'geopoint') {
    const [latitude, longitude, altitude, accuracy] = text.split(' ').map(Number);
    return { latitude, longitude, altitude: altitude ?? null, accuracy: accuracy ?? null };
  }
  return text;
}

function act(root, step) {
  if (step.op === 'answer') answer(root, step.ref, step.value);
  else if (step.op === 'add_repeat') find(root, step.ref).addInstances();
  else if (step.op === 'remove_repeat') {
    const [, range, place] = /^(.*)\[(\d+)\]$/.exec(step.ref);
    find(root, range).removeInstances(Number(place) - 1);
  } else if (step.op === 'set_language') speak(root, step.language);
  else throw new Error('no such step');
}

function speak(root, language) {
  const wanted = root.languages.find((each) => each.language === language);
  if (wanted && !wanted.isSyntheticDefault) root.setLanguage(wanted);
}

async function respond(request) {
  ({ now, chance, uuid } = request);
  const form = await engine.loadForm(fs.readFileSync(request.form, 'utf8'), {
    fetchFormAttachment: async (url) => {
      const file = path.join(request.files, String(url).split('/').pop());
      if (!fs.existsSync(file)) return new Response('', { status: 404 });
      return new Response(fs.readFileSync(file), { headers: { 'content-type': MEDIA[path.extname(file)] ?? 'text/plain' } });
    },
    missingResourceBehavior: 'BLANK',
  });
  if (form.status === 'failure') throw form.error;
  const instance = form.createInstance({
    stateFactory: (state) => state,
    instanceAttachments: { fileNameFactory: ({ basename, extension }) => `${basename}${extension ?? ''}` },
    preloadProperties: {
      deviceID: request.properties.deviceid, username: request.properties.username,
      email: request.properties.email, phoneNumber: request.properties.phonenumber,
    },
  });
  const { root } = instance;
  const problems = [];
  if (request.language) speak(root, request.language);
  request.steps.forEach((step, place) => {
    try {
      act(root, step);
    } catch (error) {
      problems.push(`${place + 1} ${step.op} ${step.ref ?? ''}: ${String(error.message ?? error).slice(0, 300)}`);
    }
  });
  const payload = await root.prepareInstancePayload({ payloadType: 'monolithic' });
  const xml = await text(payload.data[0].get('xml_submission_file'));
  return { xml, problems };
}

function text(file) {
  if (typeof file.text === 'function') return file.text();
  return new Promise((resolve, reject) => {
    const reader = new window.FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = reject;
    reader.readAsText(file);
  });
}

const stdout = process.stdout;
console.log = console.warn = console.info = console.debug = (...words) => console.error(...words);
for await (const line of readline.createInterface({ input: process.stdin })) {
  let result;
  try {
    result = await respond(JSON.parse(line));
  } catch (error) {
    result = { error: String(error?.message ?? error).slice(0, 600) };
  }
  stdout.write(`${JSON.stringify(result)}\n`);
}
process.exit(0);
