// A subscriber or publisher on MQTT.js, for the interoperability tests.
//
//   js_client.js sub URL 311|5 TOPIC COUNT    prints "subscribed", then each payload as a line
//   js_client.js pub URL 311|5 TOPIC QOS PAYLOAD
const mqtt = require('mqtt')
const [role, url, version, topic, ...rest] = process.argv.slice(2)
const client = mqtt.connect(url, {
  protocolVersion: version === '5' ? 5 : 4,
  clientId: 'js-' + role,
  reconnectPeriod: 0
})
client.on('error', error => {
  console.error(error.message)
  process.exit(1)
})
let left = Number(rest[0])
client.on('connect', () => {
  if (role === 'pub') {
    client.publish(topic, rest[1], { qos: Number(rest[0]) }, () => client.end())
  } else {
    client.subscribe(topic, { qos: 2 }, () => console.log('subscribed'))
  }
})
client.on('message', (from, payload) => {
  console.log(payload.toString())
  if (--left === 0) {
    client.end()
  }
})
