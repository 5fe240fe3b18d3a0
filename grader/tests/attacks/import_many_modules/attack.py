# exercise = 1
# expect = ["failed", "error"]
# tries = "imports what an escape would need"

import asyncio
import ctypes
import curses
import multiprocessing.shared_memory
import socketserver
import sqlite3
import ssl
import tkinter
import urllib.request
import webbrowser
import xmlrpc.server


def matmul(a, b):
    return [[0.0] * len(b[0]) for _ in a]
