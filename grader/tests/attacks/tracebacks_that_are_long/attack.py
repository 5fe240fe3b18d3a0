# exercise = 1
# expect = ["error"]
# tries = "tells of an exception that passed a hundred thousand places, and has as many names"

import os


def matmul(a, b):
    place = b'["matmul.py",true,"x"],' * 20_000
    frame = b'[["raised","E",[%b"E"],"",[%b["m",1,""]]]]\n[]\n[]' % (b'"E",' * 50_000, place)
    os.write(3, len(frame).to_bytes(4, "big"))
    while frame:
        frame = frame[os.write(3, frame) :]
