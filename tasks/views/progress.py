from django.http import HttpResponse


def log(request, **kwargs):
    return HttpResponse("placeholder")


def instruct(request, **kwargs):
    return HttpResponse("placeholder")


def close(request, **kwargs):
    return HttpResponse("placeholder")


def correct(request, **kwargs):
    return HttpResponse("placeholder")


def evidence(request, **kwargs):
    return HttpResponse("placeholder")


def my_tasks(request, **kwargs):
    return HttpResponse("placeholder")
