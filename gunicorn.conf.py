"""What gunicorn reads beside its command line, wherever the portal is served."""

# The board hands up to 300 chosen reports on in the address ("&report=123456" each).
limit_request_line = 8190
