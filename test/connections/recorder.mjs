// Loaded into a program before all else: writes down where it connects to, and which names and addresses it asks for or sends to.
import dgram from "node:dgram";
import dns from "node:dns";
import { appendFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";

const file = process.env.FACET_CONNECTIONS;
// The editor takes this from its extension host's environment, which gets the arguments of its parent instead.
process.env.NODE_OPTIONS = `--import ${import.meta.url}`;

function note(kind, where) {
  appendFileSync(file, `${JSON.stringify({ program: process.argv.join(" "), kind, where })}\n`);
}

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...values) {
  // Node itself hands its arguments on as an array.
  const [first, second] = Array.isArray(values[0]) ? values[0] : values;
  const { path, host, port } =
    typeof first === "object"
      ? first
      : Number.isInteger(Number(first))
        ? { port: first, host: typeof second === "string" ? second : undefined }
        : { path: first };
  if (!path) note("connection", `${host ?? "localhost"}:${port}`);
  return connect.apply(this, values);
};

const send = dgram.Socket.prototype.send;
dgram.Socket.prototype.send = function (...values) {
  note("datagram", values.filter((one) => typeof one === "string").join(" "));
  return send.apply(this, values);
};

for (const owner of [dns, dns.promises]) {
  for (const name of ["lookup", "resolve", "resolve4", "resolve6"]) {
    const ask = owner[name];
    owner[name] = function (host, ...more) {
      if (net.isIP(host) === 0) note("name", host);
      return ask.call(this, host, ...more);
    };
  }
}
syncBuiltinESMExports();
