"""A model behind aiohttp and PyTorch in twenty lines, for bench/serving: python_server.py MODEL.onnx PORT. POST / with the input's bytes."""
import sys
import numpy
import torch
from aiohttp import web
from onnx_in_torch import load

model, shape = load(sys.argv[1])


async def predict(request):
    body = await request.read()
    images = torch.from_numpy(numpy.frombuffer(bytearray(body), dtype=numpy.uint8).reshape(-1, *shape))
    with torch.no_grad():
        probabilities = model(images)
    return web.json_response({"probabilities": probabilities.tolist()})


app = web.Application(client_max_size=1 << 26)
app.add_routes([web.post("/", predict)])
web.run_app(app, host="127.0.0.1", port=int(sys.argv[2]), access_log=None, print=None)
