"""Sends the lines of shippers.fixture.ts by one of Python's logging handlers: PACKAGES KIND LINES URL TCP UDP."""
import json
import logging
import logging.handlers
import socket
import sys
import threading
import time
import urllib.request

packages, kind, lines, url, tcp, udp = sys.argv[1:]
sys.path.insert(0, packages)
lines, tcp, udp = int(lines), int(tcp), int(udp)
logging.raiseExceptions = True


def line_of(n):
    return f'order {n} of {lines} shipped "quoted" ü {{"not":"json"}}'


def logger_with(handler, name):
    logger = logging.getLogger(name)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(handler)
    return logger


def loki():
    """One request a line, as the handler does it; several threads as in a server, each with its own handler."""
    import logging_loki

    threads = 8

    def run(first):
        handler = logging_loki.LokiHandler(url=f"{url}/loki/api/v1/push", tags={"service": "py-loki"}, version="1")
        logger = logger_with(handler, f"orders-{first}")
        for n in range(first, lines, threads):
            logger.info(line_of(n))

    running = [threading.Thread(target=run, args=(first,)) for first in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()


def otlp():
    from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
    from opentelemetry.sdk._logs import LoggerProvider, LoggingHandler
    from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
    from opentelemetry.sdk.resources import Resource

    provider = LoggerProvider(resource=Resource.create({"service.name": "py-otlp"}))
    exporter = OTLPLogExporter(endpoint=f"{url}/v1/logs")
    provider.add_log_record_processor(BatchLogRecordProcessor(exporter, max_queue_size=lines, max_export_batch_size=1000))
    logger = logger_with(LoggingHandler(logger_provider=provider), "orders")
    for n in range(lines):
        logger.info(line_of(n))
    provider.shutdown()


def syslog_tcp():
    handler = logging.handlers.SysLogHandler(("127.0.0.1", tcp), socktype=socket.SOCK_STREAM)
    handler.ident = "py-tcp: "
    logger = logger_with(handler, "orders")
    for n in range(lines):
        logger.info(line_of(n))
    handler.close()


def taken_by_syslog():
    with urllib.request.urlopen(f"{url}/api/v1/status") as reply:
        return sum(source["accepted"] for source in json.load(reply)["sources"] if source["name"] == "syslog")


def syslog_udp():
    """A hundred at a time: UDP loses what does not fit into the receiver's socket, and nobody can tell."""
    handler = logging.handlers.SysLogHandler(("127.0.0.1", udp))
    handler.ident = "py-udp: "
    logger = logger_with(handler, "orders")
    before = taken_by_syslog()
    for n in range(lines):
        logger.info(line_of(n))
        if n % 100 == 99:
            until = time.monotonic() + 5
            while taken_by_syslog() < before + n + 1 and time.monotonic() < until:
                time.sleep(0.005)


{"loki": loki, "otlp": otlp, "syslog-tcp": syslog_tcp, "syslog-udp": syslog_udp}[kind]()
