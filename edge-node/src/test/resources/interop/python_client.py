# A subscriber or publisher on the Python client of Eclipse Paho, for the interoperability tests.
#
#   python_client.py sub URI 311|5 CLIENT-ID FILTER    prints each payload as a line
#   python_client.py pub URI 311|5 TOPIC QOS PAYLOAD
import sys
from urllib.parse import urlparse

import paho.mqtt.client as mqtt


def client(uri, version, name):
    options = {
        "client_id": name,
        "protocol": mqtt.MQTTv5 if version == "5" else mqtt.MQTTv311,
        "transport": "websockets" if uri.scheme == "ws" else "tcp",
    }
    if hasattr(mqtt, "CallbackAPIVersion"):
        made = mqtt.Client(mqtt.CallbackAPIVersion.VERSION1, **options)
    else:
        made = mqtt.Client(**options)
    if uri.scheme == "ws":
        made.ws_set_options(path=uri.path)
    return made


def subscribe(uri, version, name, topic_filter):
    c = client(uri, version, name)
    c.on_connect = lambda *a: c.subscribe(topic_filter, qos=2)
    c.on_message = lambda c, userdata, message: print(message.payload.decode(), flush=True)
    c.connect(uri.hostname, uri.port)
    c.loop_forever()


def publish(uri, version, topic, qos, payload):
    c = client(uri, version, "pub")
    c.on_connect = lambda *a: c.publish(topic, payload, qos=qos)
    c.on_publish = lambda *a: c.disconnect()
    c.connect(uri.hostname, uri.port)
    c.loop_forever()


broker = urlparse(sys.argv[2])
if sys.argv[1] == "sub":
    subscribe(broker, sys.argv[3], sys.argv[4], sys.argv[5])
else:
    publish(broker, sys.argv[3], sys.argv[4], int(sys.argv[5]), sys.argv[6])
