// Direct Connect as somebody else understands it: a client and a server made of the codec of the npm package
// incyclist-devices. Prints JSON lines.
//   node peer.js CODEC client PORT    asks our server for everything and says what it got
//   node peer.js CODEC server         listens on a free port, says which, and serves one client of ours
'use strict';
const net = require('net');
const [, , codecPath, role, port] = process.argv;
const codec = require(codecPath);

const kMessages = {
  1: new codec.DiscoverServiceMessage(),
  2: new codec.DiscoverCharacteristicsMessage(),
  3: new codec.ReadCharacteristicMessage(),
  4: new codec.WriteCharacteristicMessage(),
  5: new codec.EnableCharacteristicNotificationsMessage(),
  6: new codec.CharacteristicNotificationMessage(),
};
const full = (short) => `0000${short}00001000800000805f9b34fb`.toLowerCase();
const short = (uuid) => uuid.toLowerCase().substring(4, 8);
const hex = (octets) => Buffer.from(octets).toString('hex');
const print = (what) => console.log(JSON.stringify(what));

/// Calls `take` with each whole frame; the length lies in octets 4 and 5, big-endian.
function cutFrames(socket, take) {
  let waiting = Buffer.alloc(0);
  socket.on('data', (data) => {
    waiting = Buffer.concat([waiting, data]);
    while (waiting.length >= 6 && waiting.length >= 6 + waiting.readUInt16BE(4)) {
      const size = 6 + waiting.readUInt16BE(4);
      take(waiting.subarray(0, size));
      waiting = waiting.subarray(size);
    }
  });
}

function runClient() {
  const socket = net.connect(Number(port), '127.0.0.1');
  const seen = {services: [], characteristics: {}, values: {}, notifications: {}, refused: null};
  const answers = new Map();
  let sequence = 250;  // wraps on the way
  cutFrames(socket, (frame) => {
    const header = codec.parseHeader(frame);
    if (header.msgId === 6) {
      const {body} = kMessages[6].parseResponse(frame);
      const name = short(body.characteristicUUID);
      (seen.notifications[name] ||= []).push(hex(body.characteristicData));
      return;
    }
    answers.get(header.seqNum)({header, frame});
  });
  const ask = (id, body) => new Promise((resolve, reject) => {
    const mine = sequence++ % 256;
    const timer = setTimeout(() => reject(new Error(`no answer to ${id} ${JSON.stringify(body)}`)), 3000);
    answers.set(mine, ({header, frame}) => {
      clearTimeout(timer);
      resolve({code: header.respCode, body: header.respCode === 0 ? kMessages[id].parseResponse(frame).body : null});
    });
    socket.write(kMessages[id].createRequest(mine, body));
  });
  const until = async (condition) => {
    const end = Date.now() + 5000;
    while (!condition()) {
      if (Date.now() > end) throw new Error(`waited in vain: ${condition}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const write = (octets) => ask(4, {characteristicUUID: full('2ad9'), characteristicData: Buffer.from(octets, 'hex')});

  socket.on('connect', async () => {
    try {
      const services = await ask(1, {});
      seen.services = services.body.serviceDefinitions.map((one) => short(one.serviceUUID));
      for (const service of seen.services) {
        const {body} = await ask(2, {serviceUUID: full(service)});
        for (const one of body.characteristicDefinitions) {
          seen.characteristics[short(one.characteristicUUID)] = one.properties.join(' ');
        }
      }
      for (const name of ['2acc', '2ad8', '2ad6']) {
        seen.values[name] = hex((await ask(3, {characteristicUUID: full(name)})).body.characteristicData);
      }
      seen.refused = (await ask(3, {characteristicUUID: full('2aff')})).code;
      for (const name of ['2ad9', '2ad2', '2a63']) await ask(5, {characteristicUUID: full(name), enable: true});
      for (const octets of ['00', '07', '05c800', '110000fa002833']) {
        const before = (seen.notifications['2ad9'] || []).length;
        await write(octets);
        await until(() => (seen.notifications['2ad9'] || []).length > before);
      }
      await until(() => seen.notifications['2ad2'] && seen.notifications['2a63']);
      print(seen);
      socket.end();
    } catch (error) {
      console.error(error.message);
      process.exit(1);
    }
  });
}

function runServer() {
  const offers = {'1826': [['2acc', ['read']], ['2ad9', ['write', 'notify']], ['2ad2', ['notify']]]};
  const server = net.createServer((socket) => {
    let notified = 0;
    const notify = (name, octets) => socket.write(kMessages[6].buildResponse({
      header: {msgId: 6, seqNum: notified++ % 256, respCode: 0, msgVersion: 1, length: 0},
      body: {characteristicUUID: full(name), characteristicData: Buffer.from(octets, 'hex')},
    }));
    cutFrames(socket, (frame) => {
      const {msgId} = codec.parseHeader(frame);
      const message = kMessages[msgId];
      const request = message.parseRequest(frame);
      const answer = (code, body) => {
        if (code !== 0) return socket.write(codec.DCMessageFactory.buildErrorResponse(frame, code));
        return socket.write(message.buildResponse(message.prepareResponse(request, 0, body)));
      };
      const uuid = request.body.characteristicUUID;
      if (msgId === 1) answer(0, {serviceDefinitions: Object.keys(offers).map((one) => ({serviceUUID: full(one)}))});
      if (msgId === 2) {
        answer(0, {
          serviceUUID: request.body.serviceUUID,
          characteristicDefinitions: offers[short(request.body.serviceUUID)].map(
              ([name, properties]) => ({characteristicUUID: full(name), properties})),
        });
      }
      if (msgId === 3) {
        if (short(uuid) !== '2acc') return answer(4);
        answer(0, {characteristicUUID: uuid, characteristicData: Buffer.from('0244000008200000', 'hex')});
      }
      if (msgId === 4) {
        const written = hex(request.body.characteristicData);
        answer(0, {characteristicUUID: uuid});
        print({written});
        notify('2ad9', `80${written.substring(0, 2)}01`);
      }
      if (msgId === 5) {
        answer(0, {characteristicUUID: uuid});
        if (short(uuid) === '2ad2') notify('2ad2', '4402800cb400d5008d');
      }
    });
    socket.on('error', () => {});
    socket.on('close', () => server.close());
  });
  server.listen(0, '127.0.0.1', () => print({port: server.address().port}));
}

if (role === 'client') runClient();
else runServer();
