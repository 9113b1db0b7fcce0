# A subscriber or publisher on the Python client of Eclipse Paho, for the interoperability tests.
#
#   python_client.py sub PORT 311|5 TOPIC COUNT    prints "subscribed", then each payload as a line
#   python_client.py pub PORT 311|5 TOPIC QOS PAYLOAD
import sys
import paho.mqtt.client as mqtt


def client(version, name):
    protocol = mqtt.MQTTv5 if version == "5" else mqtt.MQTTv311
    if hasattr(mqtt, "CallbackAPIVersion"):
        return mqtt.Client(mqtt.CallbackAPIVersion.VERSION1, client_id=name, protocol=protocol)
    return mqtt.Client(client_id=name, protocol=protocol)


def subscribe(port, version, topic, count):
    seen = []
    c = client(version, "python-sub")
    c.on_connect = lambda *a: c.subscribe(topic, qos=2)
    c.on_subscribe = lambda *a: print("subscribed", flush=True)

    def on_message(c, userdata, message):
        print(message.payload.decode(), flush=True)
        seen.append(message)
        if len(seen) == count:
            c.disconnect()

    c.on_message = on_message
    c.connect("127.0.0.1", port)
    c.loop_forever()


def publish(port, version, topic, qos, payload):
    c = client(version, "python-pub")
    c.on_connect = lambda *a: c.publish(topic, payload, qos=qos)
    c.on_publish = lambda *a: c.disconnect()
    c.connect("127.0.0.1", port)
    c.loop_forever()


if sys.argv[1] == "sub":
    subscribe(int(sys.argv[2]), sys.argv[3], sys.argv[4], int(sys.argv[5]))
else:
    publish(int(sys.argv[2]), sys.argv[3], sys.argv[4], int(sys.argv[5]), sys.argv[6])
