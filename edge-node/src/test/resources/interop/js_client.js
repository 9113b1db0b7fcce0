// A subscriber or publisher on MQTT.js, for the interoperability tests.
//
//   js_client.js sub URI 311|5 CLIENT-ID FILTER    prints each payload as a line
//   js_client.js pub URI 311|5 TOPIC QOS PAYLOAD
const mqtt = require('mqtt')
const [role, uri, version, ...rest] = process.argv.slice(2)
const client = mqtt.connect(uri, {
  protocolVersion: version === '5' ? 5 : 4,
  clientId: role === 'pub' ? 'pub' : rest[0],
  reconnectPeriod: 0
})
client.on('error', error => {
  console.error(error.message)
  process.exit(1)
})
client.on('connect', () => {
  if (role === 'pub') {
    client.publish(rest[0], rest[2], { qos: Number(rest[1]) }, () => client.end())
  } else {
    client.subscribe(rest[1], { qos: 2 })
  }
})
client.on('message', (from, payload) => console.log(payload.toString()))
